// The desk's pages in real Chromium: pictures for people, what a machine can
// see of them.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { city, office } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const views: Record<string, { role: string; path: string; ready: string; of?: typeof office }> = {
  'lot-preparing': { role: 'staff', path: '/lots/L2', ready: '.steps' },
  'lot-opened': { role: 'staff', path: '/lots/L8', ready: '.steps' },
  'lot-evaluating': { role: 'staff', path: '/lots/L1', ready: '.steps' },
  'lot-sealed': { role: 'supervisor', path: '/lots/L3', ready: '.steps' },
  'lot-reporting': { role: 'staff', path: '/lots/L7', ready: '.checks' },
  'draw-committing': { role: 'supervisor', path: '/draws/D1', ready: '.shares' },
  'draw-filled': { role: 'staff', path: '/draws/D2', ready: '.took' },
  'draw-unattended': { role: 'staff', path: '/draws/D4', ready: '.took' },
  'draw-beacon': { role: 'witness', path: '/draws/D6', ready: '.beacon' },
  'draw-exhausted': { role: 'supervisor', path: '/draws/D5', ready: '.asks' },
  'choice-coefficient': { role: 'witness', path: '/choices/C1', ready: '.shares' },
  'lot-room-drawn': { role: 'supervisor', path: '/lots/L4', ready: '.steps' },
  'lot-room-waits': { role: 'staff', path: '/lots/L5', ready: '.steps' },
  'lot-remote': { role: 'staff', path: '/lots/L6', ready: '.steps' },
  'choice-rooms': { role: 'witness', path: '/choices/C3', ready: '.outcome' },
  'choice-tie': { role: 'staff', path: '/choices/C2', ready: '.outcome' },
  new: { role: 'staff', path: '/new', ready: 'form' },
  rooms: { role: 'staff', path: '/rooms', ready: 'tbody tr' },
  register: { role: 'staff', path: '/register', ready: 'tbody tr' },
  expert: { role: 'staff', path: '/experts/e1', ready: '.facts' },
  'expert-new': { role: 'staff', path: '/register/new', ready: 'form' },
  matches: { role: 'supervisor', path: '/matches', ready: 'tbody tr' },
  match: { role: 'supervisor', path: '/matches/m1', ready: '.sides' },
  companies: { role: 'staff', path: '/companies', ready: 'tbody tr' },
  company: { role: 'staff', path: '/companies/c1', ready: '.way' },
  'expert-twins': { role: 'staff', path: '/experts/twins', ready: 'tbody tr' },
  'expert-pair': { role: 'staff', path: '/experts/e1/compared/e9', ready: '.compared' },
  'expert-merged': { role: 'staff', path: '/experts/e9', ready: '.facts' },
  'company-twins': { role: 'staff', path: '/companies/twins', ready: 'tbody tr' },
  'company-pair': { role: 'staff', path: '/companies/c1/compared/c9', ready: '.compared' },
  'company-merged': { role: 'staff', path: '/companies/c9', ready: '.facts' },
  accounts: { role: 'sysadmin', path: '/accounts', ready: 'tbody tr' },
  'city-accounts': { role: 'sysadmin', path: '/accounts', ready: 'details tbody tr', of: city },
  'city-served': { role: 'staff', path: '/lots/L1/seats/2', ready: '.facts', of: city },
  'city-lot': { role: 'staff', path: '/lots/L1', ready: '.steps', of: city },
  account: { role: 'witness', path: '/account', ready: '.card' },
  audit: { role: 'auditor', path: '/audit', ready: 'tbody tr' },
}
const all = Object.entries(views).flatMap(([name, view]) => ['zh-CN', 'en'].map((language) => ({ name: `desk-${name}`, view, language })))

test.each(all)('$name in $language', async ({ name, view, language }) => {
  const { page, errors } = await open(browser, { path: `/desk${view.path}`, answers: (view.of ?? office)(view.role), ...largest, settings: { language } })
  await page.waitForSelector(view.ready)
  await eachSize(page, async (width) => {
    await shoot(page, `${name}-${width}-${language}`)
    const wide = await page.evaluate(() => Math.max(...['html', '.body > main', '.pages'].map((at) => document.querySelector(at)!).map((e) => e.scrollWidth - e.clientWidth)))
    expect(wide, 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:desk(?:-[a-z]+)?|shared|shell|stage|integrity)\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})
