// Checks records of draws as the page does, for tests: reads them from the
// standard input, one a line, and prints what it finds, a line for each.
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const server = await createServer({ root: fileURLToPath(new URL('..', import.meta.url)), server: { middlewareMode: true, ws: false }, optimizeDeps: { noDiscovery: true }, logLevel: 'error' })
const { check } = await server.ssrLoadModule('/src/desk/verify/check.ts')
const { NotARecord, readRecord } = await server.ssrLoadModule('/src/desk/verify/record.ts')

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(check(readRecord(line))))
  } catch (error) {
    if (!(error instanceof NotARecord)) throw error
    console.log(JSON.stringify({ not: error.where }))
  }
}
await server.close()
