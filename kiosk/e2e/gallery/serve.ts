// The pages at an address of their own, with answers to what they ask of /api.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'

export type Answer = (request: string, body: unknown) => { status: number; body: string | Buffer }

/** Where there is no page at all. */
export const blank = '/blank'

interface Kept {
  status: number
  headers: Record<string, string>
  body: Buffer
}

const kept = new Map<string, Promise<Kept>>()

/** pageFile asks for a file of the built pages once. Browsers may keep those whose names say what is in them, as they may of a release. */
function pageFile(path: string): Promise<Kept> {
  if (!kept.has(path)) {
    kept.set(path, fetch(inject('address') + path, { headers: { Accept: 'text/html,*/*' } }).then(async (response) => {
      const { ['content-type']: type = '', ['content-security-policy']: policy = '' } = Object.fromEntries(response.headers)
      const caching = path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache'
      return { status: response.status, headers: { 'Content-Type': type, 'Content-Security-Policy': policy, 'Cache-Control': caching }, body: Buffer.from(await response.arrayBuffer()) }
    }))
  }
  return kept.get(path)!
}

async function read(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString()
  return request.headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : text || null
}

/** serve serves the pages on a free port of loopback until close is called; answer is asked with such as "GET /api/lots". */
export async function serve(answer: Answer): Promise<{ address: string; close: () => void }> {
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url!, 'http://pages')
    if (pathname === blank) {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end()
    } else if (pathname.startsWith('/api/')) {
      const { status, body } = answer(`${request.method} ${pathname}`, await read(request))
      if (status === 204) response.writeHead(204).end()
      else response.writeHead(status, { 'Content-Type': 'application/json' }).end(body)
    } else {
      const { status, headers, body } = await pageFile(pathname + search)
      response.writeHead(status, headers).end(body)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
