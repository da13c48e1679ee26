// Opens gallery parts and whole surfaces in real Chromium; what a surface asks of /api is answered from a table.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { barriers } from './axe'
import { blank, serve } from './serve'

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

/** A tab is opened once and shows one view after the other: what it has read and compiled of the pages stays with it. */
interface Tab {
  page: Page
  address: string
  errors: string[]
  answers: Answers
}

const tabs = new WeakMap<Page, Tab>()
const spare = new WeakMap<Browser, Tab[]>()

async function newTab(browser: Browser): Promise<Tab> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'America/New_York' })
  const page = await context.newPage()
  const tab: Tab = { page, address: '', errors: [], answers: {} }
  const served = await serve((request, body) => {
    const answer = tab.answers[request]?.(body)
    return answer ? { status: answer.status ?? 200, body: answer.body ?? JSON.stringify(answer.json) } : { status: 404, body: '{"kind":"not_found","reasons":[]}' }
  })
  tab.address = served.address
  context.on('close', served.close)
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && !response.headers()['content-security-policy']) tab.errors.push('the page came without its policy')
  })
  page.on('pageerror', (error) => tab.errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && !/Failed to load resource|WebSocket/.test(message.text()) && tab.errors.push(message.text()))
  await page.routeWebSocket('**/api/live', () => undefined) // open, and silent
  tabs.set(page, tab)
  await empty(tab)
  return tab
}

/** empty leaves a tab with nothing kept at its address. */
async function empty({ page, address }: Tab) {
  await page.goto(address + blank)
  await page.evaluate(async () => {
    for (const storage of [localStorage, sessionStorage]) storage.clear()
    for (const { name } of await indexedDB.databases()) {
      await new Promise((gone, kept) => Object.assign(indexedDB.deleteDatabase(name!), { onsuccess: gone, onerror: kept }))
    }
  })
}

/** open opens path in a window of its own, with nothing kept but the settings; errors of the page are collected in `errors`. */
export async function open(browser: Browser, { width, height, path, answers = {}, settings = {}, prepare }: View): Promise<{ page: Page; errors: string[] }> {
  const tab = spare.get(browser)?.pop() ?? (await newTab(browser))
  const { page } = tab
  await page.setViewportSize({ width, height })
  await page.evaluate((kept) => {
    for (const surface of ['kiosk', 'desk', 'wall']) localStorage.setItem(`bidroom.${surface}.settings`, JSON.stringify({ night: surface === 'wall', ...kept }))
  }, settings)
  tab.answers = answers
  tab.errors = []
  await prepare?.(page)
  await page.goto(tab.address + path)
  return { page, errors: tab.errors }
}

/** close gives a window back to its browser, for what is opened next; of one with a route or a listener of its own, close the context instead. */
export async function close(page: Page) {
  const tab = tabs.get(page)!
  await empty(tab)
  const browser = page.context().browser()!
  spare.set(browser, [...(spare.get(browser) ?? []), tab])
}

const sizes = [[1920, 1080], [1366, 768]] as const

/** largest is the size that a page is opened at before eachSize. */
export const largest = { width: sizes[0][0], height: sizes[0][1] }

/** eachSize looks at a page at the sizes of the screens that centres have, the largest first, and for what keeps somebody from using it. */
export async function eachSize(page: Page, look: (width: number) => Promise<void>) {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    await look(width)
  }
  const chinese = await page.evaluate(() => document.documentElement.lang === 'zh-CN')
  const found = looked || chinese ? await barriers(page) : [] // which are the same in the other language
  if (found.length) throw new Error(`WCAG 2.2 AA: ${found.join('\n')}`)
}

/** shoot keeps a picture of the page for people to look at, when they do (`make shots`). */
export async function shoot(page: Page, name: string) {
  if (looked) await page.screenshot({ path: `${shots}${name}.png` })
}
