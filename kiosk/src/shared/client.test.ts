import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Client } from './client'

// A real server on loopback that answers what a test has lined up, and keeps what it was sent.
let server: Server
let base: string
let answers: ((request: IncomingMessage) => { status: number; body: string; type?: string; named?: string } | 'hang up')[]
let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[]

beforeEach(async () => {
  answers = []
  seen = []
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ method: request.method!, url: request.url!, headers: request.headers, body })
    const answer = answers.shift()!(request)
    if (answer === 'hang up') return request.socket.destroy()
    response.writeHead(answer.status, { 'Content-Type': answer.type ?? 'application/json', ...(answer.named && { 'Content-Disposition': `attachment; filename="${answer.named}"` }) }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
})
afterEach(() => new Promise((resolve) => {
  server.closeAllConnections()
  server.close(resolve)
}))

const json = (status: number, value: unknown) => () => ({ status, body: JSON.stringify(value) })

test('a value, and the language and headers that were asked for', async () => {
  answers = [json(200, { id: '1' })]
  const client = new Client({ base, language: () => 'en', headers: () => ({ Authorization: 'Kiosk t' }) })
  expect(await client.get('/lots/1')).toEqual({ ok: true, value: { id: '1' } })
  expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/lots/1', headers: { 'accept-language': 'en', authorization: 'Kiosk t' } })
  expect(seen[0]!.headers['idempotency-key']).toBeUndefined()
})

test('an act carries the token of the last Me and a key of its own', async () => {
  answers = [json(200, { csrf: 'token-1', account: null }), json(200, {}), json(200, {}), json(200, {})]
  const client = new Client({ base })
  await client.get('/me')
  await client.send('POST', '/a', { n: '1' })
  await client.send('POST', '/a', { n: '1' })
  await client.send('POST', '/a', undefined, { idempotencyKey: 'mine' })
  expect(seen[1]).toMatchObject({ body: '{"n":"1"}', headers: { 'x-csrf': 'token-1', 'content-type': 'application/json' } })
  expect(seen[1]!.headers['idempotency-key']).not.toBe(seen[2]!.headers['idempotency-key'])
  expect(seen[3]).toMatchObject({ body: '', headers: { 'idempotency-key': 'mine' } })
})

test('a refusal comes with every reason, and is not tried again', async () => {
  const refusal = { kind: 'invalid', reasons: [{ clause: '', code: 'a', field: 'x', args: {}, text: 'A' }, { clause: '', code: 'b', field: '', args: {}, text: 'B' }] }
  answers = [json(422, refusal)]
  expect(await new Client({ base }).send('POST', '/a', {})).toEqual({ ok: false, refusal })
  expect(seen).toHaveLength(1)
})

test('who is signed out is told', async () => {
  const told = vi.fn()
  answers = [json(401, { kind: 'unauthenticated', reasons: [] }), json(403, { kind: 'forbidden', reasons: [] })]
  const client = new Client({ base, onUnauthenticated: told })
  await client.get('/a')
  await client.get('/a')
  expect(told).toHaveBeenCalledTimes(1)
})

test('a fault has the number that the server gave it, and is not tried again', async () => {
  answers = [json(500, { fault: 'F-77' }), json(503, { fault: 'F-78' }), () => ({ status: 404, body: '<h1>', type: 'text/html' })]
  const client = new Client({ base })
  expect(await client.send('POST', '/a')).toEqual({ ok: false, fault: { number: 'F-77' } })
  expect(await client.get('/a')).toEqual({ ok: false, fault: { number: 'F-78' } })
  expect(await client.get('/a')).toEqual({ ok: false, fault: { number: '404' } })
})

test('an act whose answer was lost is sent again under the same key', async () => {
  answers = [() => 'hang up', () => ({ status: 502, body: 'proxy', type: 'text/html' }), json(200, { done: '1' })]
  expect(await new Client({ base }).send('POST', '/a', { n: '1' })).toEqual({ ok: true, value: { done: '1' } })
  expect(new Set(seen.map((s) => s.headers['idempotency-key'])).size).toBe(1)
  expect(seen.map((s) => s.body)).toEqual(['{"n":"1"}', '{"n":"1"}', '{"n":"1"}'])
})

test('a server that is not there is a fault without a number', async () => {
  answers = [() => 'hang up', () => 'hang up']
  expect(await new Client({ base }).get('/a', { retries: 1 })).toEqual({ ok: false, fault: { number: null } })
  expect(seen).toHaveLength(2)
})

test('a file is sent as a form', async () => {
  answers = [json(200, {})]
  const form = new FormData()
  form.append('file', new Blob(['%PDF']), 'bid.pdf')
  await new Client({ base }).send('POST', '/a', form)
  expect(seen[0]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  expect(seen[0]!.body).toContain('%PDF')
})

test('a file is taken under its name, in the language asked for, and a refusal is not a file', async () => {
  answers = [() => ({ status: 200, body: 'a,b', type: 'text/csv', named: 'leave.csv' }), json(200, { draw: 'D1' }), json(403, { kind: 'forbidden', reasons: [] })]
  const client = new Client({ base, language: () => 'en' })
  const sheet = await client.file('/experts/export?sheet=leave')
  expect(sheet).toMatchObject({ ok: true, value: { name: 'leave.csv' } })
  expect(sheet.ok && (await sheet.value.content.text())).toBe('a,b')
  expect(seen[0]).toMatchObject({ method: 'GET', headers: { 'accept-language': 'en' } })
  expect(await client.file('/draws/D1/record.json?x=/1')).toMatchObject({ ok: true, value: { name: 'record.json' } })
  expect(await client.file('/experts/export')).toEqual({ ok: false, refusal: { kind: 'forbidden', reasons: [] } })
})
