// The ceremony of a share in real Chromium: how it is made, and its way from
// commitment to reveal.
import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { committing, office } from './desk-samples'
import { close, eachSize, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

test('a share is committed, survives a reload on this device, and is revealed and forgotten', async () => {
  let committed = ''
  let revealed: { nonce: string; entered: string } | null = null
  const answers = {
    ...office('supervisor'),
    'GET /api/draws/D1': () => ({ json: { ...committing, mayCommit: !committed, mayPublic: false, mayReveal: !!committed && !revealed, stage: committed ? 'revealing' : 'committing' } }),
    'POST /api/draws/D1/commitments': (body: unknown) => {
      committed = (body as { commitment: string }).commitment
      return { json: { ...committing, mayCommit: false, mayPublic: false } }
    },
    'POST /api/draws/D1/reveals': (body: unknown) => {
      revealed = body as { nonce: string; entered: string }
      return { json: { ...committing, mayCommit: false, mayPublic: false, stage: 'seeded' } }
    },
  }
  const { page, errors } = await open(browser, { path: '/desk/draws/D1', answers, width: 1366, height: 768 })
  await page.getByRole('radio', { name: '自己输入' }).check()
  expect(await page.getByRole('button', { name: '提交我的承诺' }).isDisabled()).toBe(true)
  await page.getByLabel('任意文字').fill('今天 3 5 1')
  await page.getByRole('button', { name: '提交我的承诺' }).click()
  await page.getByRole('button', { name: '提交我的承诺' }).waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('button', { name: '揭示我的份额' }).click()
  await page.getByRole('button', { name: '揭示我的份额' }).waitFor({ state: 'detached' })
  const h = (text: string) => createHash('sha256').update(text).digest('hex')
  const { nonce, entered } = revealed!
  expect(entered).toBe('今天 3 5 1')
  expect(h(`bidroom/commit/1\nD1\na\n${nonce}\n${h(entered)}\n`)).toBe(committed)
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('share')))).toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

test('a share is made by dice, by finger and by keyboard, or at random with one press', async () => {
  const entered: string[] = []
  for (const way of ['掷骰子', '由本机随机产生']) {
    const answers = { ...office('supervisor'), 'GET /api/draws/D1': () => ({ json: { ...committing, mayPublic: false } }), 'POST /api/draws/D1/commitments': () => ({ json: { ...committing, mayCommit: false, mayPublic: false } }) }
    const { page, errors } = await open(browser, { path: '/desk/draws/D1', answers, width: 1366, height: 768 })
    const commit = page.getByRole('button', { name: '提交我的承诺' })
    await page.getByRole('radio', { name: way }).check()
    if (way === '掷骰子') {
      expect(await commit.isDisabled()).toBe(true)
      for (const face of ['6', '1', '3']) await page.getByRole('button', { name: face, exact: true }).click()
      await page.getByRole('button', { name: '撤回上一次' }).click()
      await page.getByRole('textbox', { name: '骰子点数' }).press('End')
      await page.keyboard.type(' 25')
      await page.getByText('骰子 4 次。').waitFor()
      await eachSize(page, (width) => shoot(page, `desk-draw-dice-${width}`))
    }
    await commit.click()
    await commit.waitFor({ state: 'detached' })
    entered.push(await page.evaluate(() => (JSON.parse(localStorage.getItem('bidroom.desk.share.D1.a')!) as { entered: string }).entered))
    expect(errors).toEqual([])
    await close(page)
  }
  expect(entered).toEqual(['6125', ''])
})
