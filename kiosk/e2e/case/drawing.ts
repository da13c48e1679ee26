// The draw of a panel, as the people of the ceremony do it at their desks.
import type { Desk } from './desk'
import { like, zh } from './words'

/** open goes from the case to its draw. */
export async function open(desk: Desk, lot: string): Promise<void> {
  await desk.lot(lot)
  await desk.page.getByRole('link', { name: like('desk.drawOf') }).click()
  await desk.page.getByRole('heading', { level: 1, name: zh('desk-draw.title') }).waitFor()
}

/** stage waits until the draw has come to a step of the ceremony. */
export async function stage(desk: Desk, step: string): Promise<void> {
  await desk.page.locator('[aria-current="step"]').filter({ hasText: zh(`desk-draw.stage.${step}`) }).waitFor()
}

/** exclusions returns how many people the pool lacks, by the words of the ground, as the page shows them. */
export async function exclusions(desk: Desk): Promise<Map<string, string>> {
  const table = desk.page.getByRole('table').filter({ has: desk.page.getByRole('columnheader', { name: zh('desk-draw.excluded') }) })
  await table.waitFor()
  return new Map(await table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.firstChild!.textContent!.trim()) as [string, string])))
}

/** shares returns who has put in a share, in order, and the commitments. */
export function shares(desk: Desk): Promise<{ who: string; commitment: string }[]> {
  return desk.page.locator('.shares li').evaluateAll((items) => items.map((item) => ({ who: item.querySelector('strong')!.textContent!.trim(), commitment: item.querySelector('.hash')!.textContent!.replace(/\s/g, '') })))
}

/** commit puts in a share of one's own, typed. */
export async function commit(desk: Desk, typed: string): Promise<void> {
  await desk.page.getByRole('radio', { name: zh('desk-draw.way.typed') }).check()
  await desk.field('desk-draw.enter.typed').fill(typed)
  await desk.button('desk-draw.commit').click()
}

/** give gives the public share: what the dice showed. */
export async function give(desk: Desk, dice: string): Promise<void> {
  await desk.page.getByLabel(zh('desk-draw.publicGive')).fill(dice)
  await desk.text('desk-draw.dice', { count: dice.replace(/\D/g, '').length }).waitFor()
  await desk.button('desk-draw.publicDo').click()
}

/** reveal reveals the share that this device has kept. */
export async function reveal(desk: Desk): Promise<void> {
  const button = desk.button('desk-draw.reveal')
  await button.click()
  await button.waitFor({ state: 'detached' })
}

/** invite sends the invitations that are due, for a check-in within the hour after the next. */
export async function invite(desk: Desk): Promise<void> {
  const from = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(Date.now() + 3_600_000)
  await desk.page.getByLabel(like('desk-draw.checkInFrom')).fill(from)
  await desk.page.keyboard.press('Enter')
  const button = desk.button('desk-draw.invite')
  await button.click()
  await button.waitFor({ state: 'detached' })
}

/** seat waits until a seat's expert has come to a state. */
export async function seat(desk: Desk, no: number, state: string): Promise<void> {
  const rows = desk.page.getByRole('table').filter({ has: desk.page.getByRole('columnheader', { name: zh('desk-draw.calls') }) }).locator('tbody tr')
  await rows.nth(no - 1).getByText(zh(`desk-draw.seatState.${state}`), { exact: true }).waitFor()
}

/** ring unseals a seat's expert to a caller, and returns whom the caller is to call and the pass to be read out. */
export async function ring(desk: Desk, no: number): Promise<{ name: string; phone: string; pass: string }> {
  await desk.button('desk-draw.call', { seat: no }).click()
  const dialog = desk.page.getByRole('dialog', { name: zh('desk-draw.callTitle') })
  const read = { name: await dialog.getByRole('heading').innerText(), phone: await dialog.locator('.phone').innerText(), pass: await dialog.locator('strong').innerText() }
  await dialog.getByRole('button', { name: zh('desk-draw.callEnd') }).click()
  await dialog.waitFor({ state: 'hidden' })
  return read
}

/** accept notes that a seat's expert has accepted. */
export async function accept(desk: Desk, no: number): Promise<void> {
  const row = desk.page.locator('tr').filter({ has: desk.button('desk-draw.call', { seat: no }) })
  await row.getByRole('button', { name: zh('desk-draw.accept'), exact: true }).click()
  await seat(desk, no, 'accepted')
}
