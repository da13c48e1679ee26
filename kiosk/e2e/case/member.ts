// What a member of the panel does at the kiosk, from the declaration to the
// signature: with the mouse, and by keyboard where there is much to do.
import type { Kiosk } from './kiosk'
import { like, zh } from './words'

/** A failing is an item of a bid that a member fails. */
export interface Failing {
  letter: string
  item: string
  reason: string
  page: string
}

/** press does a deed of the page's own button, and waits until its page is left. */
async function press({ page }: Kiosk, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  await button.click()
  await button.waitFor({ state: 'detached' })
}

/** declare signs the declaration, once it names as many bidders as there are. */
export async function declare(kiosk: Kiosk, bidders: number): Promise<void> {
  await kiosk.text('declare.bidders', { count: bidders }).waitFor()
  await press(kiosk, zh('declare.deed'))
}

/** vote votes for somebody by name, in a round. */
export async function vote(kiosk: Kiosk, round: number, name: string): Promise<void> {
  await kiosk.text('vote.round', { round }).waitFor()
  await kiosk.page.locator('label').filter({ hasText: name }).click()
  await press(kiosk, zh('vote.deed', { name }))
}

/**
 * examine judges every item of every bid; of every bid one page is taken as
 * the basis. The items of the first bid are passed one by one, by key; those
 * of the others together, but for what is failing.
 */
export async function examine(kiosk: Kiosk, letters: string, items: number, failing?: Failing): Promise<void> {
  const { page } = kiosk
  for (const letter of letters) {
    const tab = page.getByRole('tab', { selected: true })
    await tab.filter({ hasText: letter }).waitFor()
    const fails = failing?.letter === letter
    if (fails) await fail(kiosk, failing)
    await kiosk.text('examine.thisPage').click()
    const left = items - (fails ? 1 : 0)
    const single = letter === letters[0] ? left : 1
    for (let i = 0; i < single; i++) await page.keyboard.press('1')
    if (single < left) {
      await page.getByRole('button', { name: zh('examine.rest', { count: left - single }) }).click()
      await kiosk.hold(like('examine.rest.deed'))
      await page.locator('dialog[open]').waitFor({ state: 'detached' }) // no key goes past an open question
    }
    if (letter === letters.at(-1)) break
    await tab.getByText(zh('score.progress', { done: items, of: items })).waitFor()
    await page.keyboard.press('Alt+ArrowRight')
  }
}

/** fail fails one item of the bid that is open. */
async function fail({ page }: Kiosk, failing: Failing): Promise<void> {
  const panel = page.locator('.panel')
  await page.locator('.items').getByRole('button', { name: failing.item }).click()
  await panel.getByLabel(zh('examine.basis')).fill(failing.page)
  await panel.getByLabel(zh('examine.reason')).fill(failing.reason)
  await panel.getByRole('button', { name: zh('examine.fail') }).click()
}

/** reject states, as the chair, that a bid is rejected for a ground. */
export async function reject(kiosk: Kiosk, bidder: string, ground: string, reason: string): Promise<void> {
  const { page } = kiosk
  const deed = zh('examine.reject', { bidder })
  await page.getByRole('button', { name: deed }).click()
  const dialog = page.getByRole('dialog').filter({ visible: true })
  await dialog.locator('label').filter({ hasText: ground }).click()
  await dialog.getByRole('textbox').fill(reason)
  await dialog.getByRole('button', { name: zh('reasoned.go'), exact: true }).click()
  await kiosk.hold(deed)
}

/** read opens a page of the file beside the sheet, and returns what is written on it. */
export async function read(kiosk: Kiosk, to: number): Promise<string> {
  const viewer = kiosk.page.locator('.viewer')
  await viewer.getByLabel(zh('shared.pdf.page')).fill(String(to))
  await kiosk.page.keyboard.press('Enter')
  await viewer.locator('.page[aria-busy="false"] .text span').first().waitFor()
  return viewer.locator('.text').innerText()
}

/** field is the field of the criterion that stands at a place of the sheet. */
export const field = (kiosk: Kiosk, at: number) => kiosk.page.locator('[data-criterion] .decimal input').nth(at)

/** score types the marks of some bids one after the other, from the first field of the first on, by keyboard alone. */
export async function score(kiosk: Kiosk, letters: string, criteria: string[], mark: (letter: string, criterion: string) => string): Promise<void> {
  const { page } = kiosk
  await page.getByRole('tab').filter({ hasText: letters[0]! }).click()
  await field(kiosk, 0).click()
  await page.keyboard.press('Control+a') // what may be there already
  for (const letter of letters) {
    await page.getByRole('heading', { level: 1 }).filter({ hasText: letter }).waitFor()
    for (const criterion of criteria) {
      await page.locator(`[data-criterion="${criterion}"] .decimal input:focus`).waitFor()
      await page.keyboard.type(mark(letter, criterion))
      await page.keyboard.press('Enter')
    }
  }
}

/** submit looks the sheet over and submits it, signed, and returns the hash that its receipt shows. */
export async function submit(kiosk: Kiosk, bids: number, marks: number): Promise<string> {
  await kiosk.button('score.check').click()
  await kiosk.text('score.ready', { bids, marks }).waitFor()
  await kiosk.deed(zh('score.submit'))
  const receipt = kiosk.page.locator('.receipt')
  await receipt.getByRole('heading', { name: zh('score.receipt.title') }).waitFor()
  return (await receipt.locator('.digits').innerText()).replace(/\s/g, '')
}

/** sign signs the report by hand, with the mouse, once it is there and its file is the one whose hash is signed. */
export async function sign(kiosk: Kiosk): Promise<void> {
  const { page } = kiosk
  await kiosk.text('sign.same').waitFor()
  await kiosk.button('sign.agree').click()
  const pad = (await page.locator('.signature canvas').boundingBox())!
  const strokes: [number, number][][] = [[[0.2, 0.3], [0.3, 0.7], [0.4, 0.3]], [[0.45, 0.6], [0.6, 0.35], [0.75, 0.6]]]
  for (const points of strokes) {
    for (const [i, [x, y]] of points.entries()) {
      await page.mouse.move(pad.x + pad.width * x, pad.y + pad.height * y, { steps: 6 })
      if (i === 0) await page.mouse.down()
    }
    await page.mouse.up()
  }
  await kiosk.deed(zh('sign.sign'))
  await kiosk.text('sign.concluded.signed').waitFor()
}

/** dissent states another view in writing instead. */
export async function dissent(kiosk: Kiosk, reasons: string): Promise<void> {
  await kiosk.text('sign.same').waitFor()
  await kiosk.button('sign.disagree').click()
  await kiosk.page.getByLabel(zh('sign.reasons')).fill(reasons)
  await kiosk.deed(zh('sign.dissent'))
  await kiosk.text('sign.concluded.dissented').waitFor()
}
