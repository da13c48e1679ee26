// A kiosk's way from its first start to its seat, and of a desk from signed
// out to signed in, in real Chromium against a table of answers.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { launch } from '../browser'
import { close, open, shoot, type Answers } from './pages'
import { desk, device, idle, me } from './samples'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16))

/** proved checks what the page signed with the key it showed, as the server would. */
async function proved(publicKey: string, signature: string, challenge: string): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', bytes(publicKey), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes(signature), new TextEncoder().encode(`bidroom/kiosk/1\n${challenge}\n`))
}

test('a new kiosk shows its key, is confirmed, proves the key, and keeps it over a reload', async () => {
  const keys: string[] = []
  const proofs: Promise<boolean>[] = []
  let confirmed = false
  let expired = false
  let pairings = 0
  const now = Date.now()
  const view = () => ({ id: `p${pairings}`, fingerprint: '7KQ2-M9XD', createdMs: now, expiresMs: expired && pairings === 1 ? now - 1 : now + 120_000, kiosk: confirmed ? 'k' : '' })
  const unknown = { status: 401, json: { kind: 'unauthenticated', reasons: [] } }
  const answers: Answers = {
    ...device(idle),
    'GET /api/time': () => ({ json: { ms: Date.now() } }),
    'POST /api/kiosk/pairings': (body) => {
      keys.push((body as { publicKey: string }).publicKey)
      pairings++
      return { json: view() }
    },
    'GET /api/kiosk/pairings/p1': () => ({ json: view() }),
    'GET /api/kiosk/pairings/p2': () => ({ json: view() }),
    'POST /api/kiosk/challenge': () => (confirmed ? { json: { challenge: 'x.y.z' } } : unknown),
    'POST /api/kiosk/session': (body) => {
      const { publicKey, challenge, signature } = body as Record<string, string>
      keys.push(publicKey!)
      proofs.push(proved(publicKey!, signature!, challenge!))
      return { json: { token: 'secret', expiresMs: Date.now() + 900_000 } }
    },
  }
  const { page, errors } = await open(browser, { width: 1366, height: 768, path: '/kiosk/', answers })
  await page.getByText('7KQ2-M9XD').waitFor()
  expired = true // nobody confirmed in time: the same key is offered again
  await vi.waitFor(() => expect(pairings).toBe(2), { timeout: 5000 })
  await shoot(page, 'device-pairing')
  confirmed = true
  await page.getByText('本评标室目前没有评标会').waitFor()
  await page.reload()
  await page.getByText('本评标室目前没有评标会').waitFor()
  expect(await Promise.all(proofs)).toEqual([true, true])
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^04[0-9a-f]{128}$/)
  // The token and the key are in no place where a script of another page, or a person, would read them.
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('secret')
  expect(page.url()).not.toContain('secret')
  expect(errors).toEqual([])
  await close(page)
})

test('a kiosk whose server is away waits, and goes on by itself', async () => {
  const answers = device(idle)
  const { page } = await open(browser, { width: 1366, height: 768, path: '/kiosk/', answers })
  await page.getByText('本评标室目前没有评标会').waitFor()
  await page.unroute('**/api/**')
  await page.route('**/api/**', (route) => route.abort('connectionrefused'))
  await page.reload()
  await page.getByText('连不上服务器').waitFor({ timeout: 10_000 })
  await page.unroute('**/api/**')
  await page.route('**/api/**', async (route) => {
    const answer = answers[`${route.request().method()} ${new URL(route.request().url()).pathname}`]?.(null)
    await route.fulfill({ status: answer?.status ?? (answer ? 200 : 404), json: answer?.json ?? {} })
  })
  await page.getByText('本评标室目前没有评标会').waitFor({ timeout: 10_000 })
  await page.context().close()
})

test('a desk refuses with every reason, signs in, and out when its session is over', async () => {
  let signedIn = false
  let over = false
  const refusal = { kind: 'unauthenticated', reasons: [{ clause: '', code: 'login.wrong', field: '', args: {}, text: '用户名或密码不对。' }] }
  const answers: Answers = {
    ...desk(null),
    'GET /api/me': () => ({ json: me(signedIn ? 'staff' : null) }),
    'POST /api/session': (body) => {
      if ((body as { password: string }).password !== 'right') return { status: 401, json: refusal }
      signedIn = true
      return { json: me('staff') }
    },
    'GET /api/lots': () => (over ? { status: 401, json: { kind: 'unauthenticated', reasons: [] } } : { json: { items: [], total: 0 } }),
  }
  const { page, errors } = await open(browser, { width: 1366, height: 768, path: '/desk/', answers })
  await page.getByLabel('用户名').fill('li')
  await page.getByLabel('密码', { exact: true }).fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('用户名或密码不对。').waitFor()
  await shoot(page, 'sign-in-refused')
  await page.getByLabel('密码', { exact: true }).fill('right')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '标段' }).waitFor()
  await page.getByRole('status').getByText('还没有标段').waitFor()
  over = true
  await page.keyboard.press('/')
  await page.keyboard.type('x')
  await page.getByLabel('用户名').waitFor()
  expect(errors).toEqual([])
  await close(page)
})
