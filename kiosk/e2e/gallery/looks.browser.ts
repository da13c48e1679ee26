// A picture of every part and shell at two sizes in two languages, in
// e2e/gallery/shots, for people to look at; and what a machine can see by
// itself: no error, nothing wider than the window, no text out of its box.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { close, eachSize, largest, open, shoot, type View } from './pages'
import { desk, device, idle } from './samples'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const languages = ['zh-CN', 'en'] as const
const part = (name: string, surface: string, more = '') => ({ path: `/e2e/gallery/index.html?part=${name}&surface=${surface}${more}` })

const views: Record<string, Partial<View> & { path: string; ready: string }> = {
  'words-desk': { ...part('words', 'desk'), ready: '.qr' },
  'words-kiosk': { ...part('words', 'kiosk'), ready: '.qr' },
  'words-kiosk-night': { ...part('words', 'kiosk', '&night=1'), ready: '.qr' },
  table: { ...part('table', 'desk'), ready: 'tbody tr' },
  deed: { ...part('deed', 'kiosk'), ready: 'dialog[open]' },
  'deed-type': { ...part('deed', 'desk', '&mode=type'), ready: 'dialog[open]' },
  sign: { ...part('sign', 'kiosk'), ready: 'canvas' },
  watch: { ...part('watch', 'wall', '&night=1'), ready: '.timeline' },
  'sign-in': { path: '/desk/', answers: desk(null), ready: 'form' },
  'sign-in-wall': { path: '/wall/', answers: desk(null), ready: 'form' },
  'set-up': { path: '/desk/', answers: desk(null, { setup: true, demo: false }), ready: 'fieldset' },
  cases: { path: '/desk/', answers: desk('staff'), ready: 'tbody tr' },
  'wall-empty': { path: '/wall/', answers: desk('supervisor'), ready: '.empty' },
  pairing: { path: '/kiosk/', answers: device(null), ready: '.qr' },
  idle: { path: '/kiosk/', answers: device(idle), ready: '.idle' },
  'idle-large-night': { path: '/kiosk/', answers: device(idle), ready: '.idle', settings: { night: true, textSize: 1.5 } },
}

const all = Object.entries(views).flatMap(([name, view]) => languages.map((language) => ({ name, view, language })))

test.each(all)('$name in $language', async ({ name, view, language }) => {
  const { page, errors } = await open(browser, { ...view, path: view.path + (view.path.includes('?') ? `&lang=${language}` : ''), ...largest, settings: { language, ...view.settings } })
  await page.waitForSelector(view.ready)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await eachSize(page, async (width) => {
    await shoot(page, `${name}-${width}-${language}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(wide, 'pixels beyond the right edge').toBeLessThanOrEqual(0)
    const cut = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('button, th, label, .status, strong')].filter((e) => e.offsetWidth > 0 && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' && !e.closest('.unseen')).map((e) => e.textContent))
    expect(cut, 'words that do not fit').toEqual([])
  })
  expect(errors).toEqual([])
  await close(page)
})
