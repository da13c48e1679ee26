// The real server: `bidroom demo` as a process of its own, with a new data
// directory and database, on a free port of loopback.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const binary = process.env.BIDROOM_BINARY ?? fileURLToPath(new URL('../../../bidroom', import.meta.url))

/** The databases to test on: the embedded one, and the MariaDB that BIDROOM_TEST_MYSQL names. */
export const databases = ['sqlite', ...(process.env.BIDROOM_TEST_MYSQL ? ['mysql'] : [])] as const

/** A Centre is a running server, its files, and what it printed for people. */
export class Centre {
  /** Everything the server said on its standard error. */
  said = ''

  private constructor(
    readonly address: string,
    readonly folder: string,
    readonly password: string,
    /** The passes of the experts who accepted, by seat, as their invitations write them. */
    readonly passes: ReadonlyMap<number, string>,
    private child: ChildProcess,
    private readonly database: readonly string[],
    private readonly dropDatabase: () => Promise<void>,
  ) {
    this.listen()
  }

  private listen() {
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.said += text))
  }

  /** start starts a centre on a database and waits until a case has come to a stage. */
  static async start(database: string, stage: string): Promise<Centre> {
    const folder = mkdtempSync(join(tmpdir(), 'bidroom-case-'))
    const { args, drop } = database === 'mysql' ? await newDatabase(process.env.BIDROOM_TEST_MYSQL!) : { args: [], drop: async () => undefined }
    const child = spawn(binary, ['demo', '--listen', `127.0.0.1:${await freePort()}`, '--data', join(folder, 'centre'), '--fast-forward', stage, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const early: string[] = []
    const keep = (text: Buffer) => void early.push(text.toString())
    child.stderr.on('data', keep)
    let address = ''
    let password = ''
    let ready = false
    const passes = new Map<number, string>()
    for await (const line of createInterface({ input: child.stdout })) {
      address ||= /^bidroom is at (\S+)$/.exec(line)?.[1] ?? ''
      password ||= /all with the password (\S+):$/.exec(line)?.[1] ?? ''
      const pass = /^ {2}seat (\d+) +([0-9A-Z-]+)$/.exec(line)
      if (pass) passes.set(Number(pass[1]), pass[2]!)
      if ((ready = line.startsWith('ready'))) break
    }
    if (!ready) throw new Error(`the server ended before it was ready:\n${early.join('')}`)
    child.stderr.off('data', keep)
    const centre = new Centre(address, folder, password, passes, child, args, drop)
    centre.said = early.join('')
    return centre
  }

  /** kill ends the server as a power cut would end it. */
  async kill(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
  }

  /** restart starts a server on the same address and data, after a kill, and waits until it answers. */
  async restart(): Promise<void> {
    const { host } = new URL(this.address)
    this.child = spawn(binary, ['serve', '--listen', host, '--data', join(this.folder, 'centre'), ...this.database], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.listen()
    for await (const line of createInterface({ input: this.child.stdout! })) if (line.startsWith('bidroom is at')) return
    throw new Error(`the server did not start again:\n${this.said}`)
  }

  /** stop ends the server as a person would, and returns its exit code. */
  async stop(): Promise<number | null> {
    const ended = this.child.exitCode === null ? once(this.child, 'exit') : [this.child.exitCode]
    this.child.kill('SIGINT')
    const [code] = (await ended) as [number | null]
    await this.dropDatabase()
    rmSync(this.folder, { recursive: true })
    return code
  }
}

/** bidroom runs the binary with arguments and returns what it printed and its exit code. */
export async function bidroom(...args: string[]): Promise<{ code: number; out: string }> {
  try {
    const { stdout, stderr } = await run(binary, args, { maxBuffer: 1 << 26 })
    return { code: 0, out: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string }
    if (typeof code !== 'number') throw error
    return { code, out: `${stdout}${stderr}` }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** newDatabase makes an empty database on a server that is named as Go's driver writes it: USER[:PASSWORD]@tcp(HOST:PORT)/ . */
async function newDatabase(server: string): Promise<{ args: string[]; drop: () => Promise<void> }> {
  const parts = /^([^:@]+)(?::([^@]*))?@tcp\(([^:)]+):(\d+)\)\/$/.exec(server)
  if (!parts) throw new Error(`BIDROOM_TEST_MYSQL is ${server}, not USER:PASSWORD@tcp(HOST:PORT)/`)
  const [, user, password = '', host, port] = parts
  const name = `case${randomBytes(8).toString('hex')}`
  const sql = async (text: string) => {
    await run('mariadb', ['--no-defaults', '--protocol=tcp', '-h', host!, '-P', port!, '-u', user!, '-e', text], { env: { ...process.env, MYSQL_PWD: password } })
  }
  await sql(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  return { args: ['--db', `mysql://${server}${name}`], drop: () => sql(`DROP DATABASE ${name}`) }
}
