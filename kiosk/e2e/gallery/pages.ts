// Opens gallery parts and whole surfaces in real Chromium; what a surface asks of /api is answered from a table.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { inject } from 'vitest'

const shots = fileURLToPath(new URL('./shots/', import.meta.url))
const looked = process.env.BIDROOM_SHOTS === '1'
if (looked) mkdirSync(shots, { recursive: true })

export type Answers = Record<string, (body: unknown) => { status?: number; json?: unknown; body?: Buffer }>

export interface View {
  width: number
  height: number
  path: string
  answers?: Answers
  settings?: { language?: string; night?: boolean; textSize?: number }
  /** Called before the page is opened, for answers that are not JSON. */
  prepare?: (page: Page) => Promise<unknown>
}

/** open opens path in a window of its own; errors of the page are collected in `errors`. */
export async function open(browser: Browser, { width, height, path, answers = {}, settings = {}, prepare }: View): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN', timezoneId: 'America/New_York' })
  await context.addInitScript((kept) => {
    for (const surface of ['kiosk', 'desk', 'wall']) localStorage.setItem(`bidroom.${surface}.settings`, JSON.stringify({ night: surface === 'wall', ...kept }))
  }, settings)
  const errors: string[] = []
  const page = await context.newPage()
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && !response.headers()['content-security-policy']) errors.push('the page came without its policy')
  })
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && !/Failed to load resource|WebSocket/.test(message.text()) && errors.push(message.text()))
  await page.route('**/api/**', async (route) => {
    const request = route.request()
    const { pathname } = new URL(request.url())
    const form = request.headers()['content-type']?.startsWith('multipart/')
    const answer = answers[`${request.method()} ${pathname}`]?.(form ? request.postData() : request.postDataJSON?.())
    await route.fulfill(answer ? { status: answer.status ?? 200, ...(answer.body ? { body: answer.body } : { json: answer.json }) } : { status: 404, json: { kind: 'not_found', reasons: [] } })
  })
  await page.routeWebSocket('**/api/live', () => undefined) // open, and silent
  await prepare?.(page)
  await page.goto(inject('address') + path)
  return { page, errors }
}

const sizes = [[1920, 1080], [1366, 768]] as const

/** largest is the size that a page is opened at before eachSize. */
export const largest = { width: sizes[0][0], height: sizes[0][1] }

/** eachSize looks at a page at the sizes of the screens that centres have, the largest first. */
export async function eachSize(page: Page, look: (width: number) => Promise<void>) {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    await look(width)
  }
}

/** shoot keeps a picture of the page for people to look at, when they do (`make shots`). */
export async function shoot(page: Page, name: string) {
  if (looked) await page.screenshot({ path: `${shots}${name}.png` })
}
