// Opens gallery parts and whole surfaces in real Chromium; what a surface asks of /api is answered from a table.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { build, loadConfigFromFile, preview, type InlineConfig } from 'vite'

const top = fileURLToPath(new URL('../..', import.meta.url))
const shots = fileURLToPath(new URL('./shots/', import.meta.url))
mkdirSync(shots, { recursive: true })

/** The content security policy that pages must live with; pdf.js needs its decoders (JBIG2, CCITT, JPEG 2000) as WebAssembly. */
const policy = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' blob:", "media-src 'self' blob:", "font-src 'self'",
  "connect-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
].join('; ')

/** serve builds the surfaces and the gallery as the release is built, but for precompression, and serves them on a free port of loopback. */
export async function serve(): Promise<{ address: string; close: () => Promise<void> }> {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, `${top}/vite.config.ts`)
  const config = loaded!.config
  const folder = mkdtempSync(join(tmpdir(), 'bidroom-gallery-'))
  const plugins = (config.plugins as { name?: string }[]).filter((plugin) => plugin.name !== 'bidroom:precompress')
  const input = { ...(config.build!.rolldownOptions!.input as Record<string, string>), gallery: `${top}/e2e/gallery/index.html` }
  const common: InlineConfig = { ...config, plugins: plugins as InlineConfig['plugins'], root: top, configFile: false, logLevel: 'error' }
  await build({ ...common, build: { ...config.build, outDir: folder, rolldownOptions: { input } } })
  const server = await preview({ ...common, build: { outDir: folder }, preview: { host: '127.0.0.1', port: 0, proxy: {}, headers: { 'Content-Security-Policy': policy } } })
  return {
    address: server.resolvedUrls!.local[0]!.replace(/\/$/, ''),
    async close() {
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export type Answers = Record<string, (body: unknown) => { status?: number; json: unknown }>

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
export async function open(browser: Browser, address: string, { width, height, path, answers = {}, settings = {}, prepare }: View): Promise<{ page: Page; errors: string[] }> {
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
    const answer = answers[`${request.method()} ${pathname}`]?.(request.postDataJSON?.())
    await route.fulfill(answer ? { status: answer.status ?? 200, json: answer.json } : { status: 404, json: { kind: 'not_found', reasons: [] } })
  })
  await page.routeWebSocket('**/api/live', () => undefined) // open, and silent
  await prepare?.(page)
  await page.goto(address + path)
  return { page, errors }
}

/** shoot keeps a picture of the page for people to look at. */
export async function shoot(page: Page, name: string) {
  await page.screenshot({ path: `${shots}${name}.png` })
}
