// The photo on the page of an expert, in real Chromium.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { expert, office } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

test.each(['zh-CN', 'en'])('a photo of an expert is chosen, refused in place, and removed, in %s', async (language) => {
  const en = language === 'en'
  const sent: unknown[] = []
  const painter = await (await browser.newContext({ viewport: { width: 480, height: 640 } })).newPage()
  await painter.setContent('<body style="margin:0;background:#cfd8e3"><svg viewBox="0 0 480 640"><circle cx="240" cy="250" r="110" fill="#8a6d5a"/><path d="M40 640c0-180 90-260 200-260s200 80 200 260z" fill="#2f3f57"/></svg>')
  const picture = await painter.screenshot({ type: 'jpeg' })
  await painter.context().close()
  const { page, errors } = await open(browser, {
    path: '/desk/experts/e1', ...largest, settings: { language },
    answers: {
      ...office('staff'), 'GET /api/experts/e1/photo': () => (sent.push('look'), { body: picture }),
      'PUT /api/experts/e1/photo': (body: unknown) => {
        sent.push(String(body).includes('notes') ? 'refused' : /name="version"\s+3\s/.test(String(body)) ? 'photo' : 'no version')
        if (sent.at(-1) === 'photo') return { json: { ...expert, photo: 'f0', version: 4 } }
        return { status: 422, json: { kind: 'invalid', reasons: [{ clause: '', code: 'photo.unread', field: 'file', args: {}, text: en ? 'This is no picture. Choose a JPEG or PNG file.' : '该文件不是图片。请选择 JPEG 或 PNG 文件。' }] } }
      },
      'DELETE /api/experts/e1/photo': (body: unknown) => (sent.push(body), { json: { ...expert, version: 5 } }),
    },
  })
  const frame = page.locator('.photo')
  await frame.waitFor()
  const place = async () => JSON.stringify(await frame.boundingBox())
  const was = await place()
  await page.locator('input[type=file]').setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('notes') })
  await page.getByRole('alert').waitFor()
  await eachSize(page, (width) => shoot(page, `desk-expert-photo-refused-${width}-${language}`))
  await page.setViewportSize(largest)
  expect(await place()).toBe(was)
  await page.locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('picture') })
  await page.locator('img.photo').waitFor()
  expect(await frame.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(480)
  await eachSize(page, (width) => shoot(page, `desk-expert-photo-${width}-${language}`))
  await page.setViewportSize(largest)
  expect(await place()).toBe(was)
  await page.getByRole('button', { name: en ? 'Edit: Person and standing' : '修改：基本情况与状态' }).click()
  await page.locator('form').first().waitFor()
  await shoot(page, `desk-expert-photo-edit-${language}`)
  await page.getByRole('button', { name: en ? 'Discard the changes' : '放弃修改' }).first().click()
  await page.getByRole('button', { name: en ? 'Remove the photo' : '移除照片' }).click()
  const deed = (await page.locator('dialog[open] button[type=submit]').boundingBox())!
  await page.mouse.move(deed.x + deed.width / 2, deed.y + deed.height / 2)
  await page.mouse.down()
  await page.locator('p.photo').waitFor()
  await page.mouse.up()
  await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).type)).toBe('file')
  expect(sent).toEqual(['refused', 'photo', 'look', { version: 4 }])
  expect(errors).toEqual([])
  await close(page)
})
