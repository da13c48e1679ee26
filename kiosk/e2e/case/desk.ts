// A person's desk: signed in, on one case.
import type { Browser, Locator } from 'playwright-core'
import type { Centre } from './centre'
import { Window } from './window'
import { zh } from './words'

export class Desk extends Window {
  /** open signs in as one of the demo's accounts, as a device of its own. */
  static async open(browser: Browser, centre: Centre, login: string, surface: 'desk' | 'wall' = 'desk'): Promise<Desk> {
    const context = await this.context(browser, { width: 1366, height: 768 })
    const desk = new Desk(`${surface} of ${login}`, await context.newPage(), context)
    await desk.page.goto(`${centre.address}/${surface}`)
    await desk.signIn(login, centre.password)
    return desk
  }

  /** fingerprint reads that of the log's key, which the page of signing in shows to everybody. */
  async fingerprint(): Promise<string> {
    return (await this.page.locator('.sign-in footer .hash').innerText()).trim()
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.page.getByLabel(zh('shell.signIn.login')).fill(login)
    await this.page.getByLabel(zh('shell.signIn.password'), { exact: true }).fill(password)
    await this.page.keyboard.press('Enter')
    await this.button('shell.signOut').waitFor()
  }

  /** signOut leaves the page of signing in. */
  async signOut(): Promise<void> {
    await this.button('shell.signOut').click()
    await this.page.getByLabel(zh('shell.signIn.login')).waitFor()
  }

  /** sees waits until a room stands on the wall with the word of a stage, alone or among the others. */
  async sees(room: string, stage: string): Promise<void> {
    await this.page.locator('article, .room').filter({ hasText: room }).locator('.stage').getByText(zh(`stage.${stage}`), { exact: true }).waitFor()
  }

  /** tile is the live picture of one feed on the wall, by its name. */
  tile(name: string): Locator {
    return this.page.locator('figure').filter({ has: this.page.getByText(name, { exact: true }) }).locator('video')
  }

  /** lot opens a case from the list, by its number. */
  async lot(number: string): Promise<void> {
    await this.page.getByRole('link', { name: zh('shell.nav.cases'), exact: true }).click()
    await this.page.locator('a.case').filter({ hasText: number }).click()
    await this.page.getByRole('heading', { level: 1, name: number }).waitFor()
  }

  /** stage waits until the case on the page has come to a stage. */
  async stage(stage: string): Promise<void> {
    await this.page.locator('header').getByText(zh(`stage.${stage}`), { exact: true }).waitFor()
  }

  /** confirmKiosk confirms the kiosk that shows a fingerprint, as staff do who read it there. */
  async confirmKiosk(fingerprint: string, room: string, seat: number): Promise<void> {
    const { page } = this
    await page.getByLabel(zh('desk-rooms.typed')).fill(fingerprint.replace('-', '').toLowerCase())
    await this.text('desk-rooms.matched').waitFor()
    await this.choose('desk.room', room)
    await this.field('desk.seat').fill(String(seat))
    await this.button('desk-rooms.confirm').click()
    await page.getByRole('row').filter({ hasText: fingerprint }).waitFor()
  }

  /** representative enters the procuring entity's representative and returns the pass that the desk shows. */
  async representative(name: string, letter: string): Promise<string> {
    await this.page.getByLabel(zh('desk.rep.name')).fill(name)
    await this.page.getByLabel(zh('desk.rep.letter')).fill(letter)
    await this.button('desk.rep.do').click()
    return this.page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/).innerText()
  }

  /** openBids enters what was read out of each bid, and opens the bids. */
  async openBids(lines: { yuan: number; duration: string; quality: string; security: string }[]): Promise<void> {
    const price = zh('shared.money.label', { label: zh('desk.price') })
    const rows = this.page.getByRole('row').filter({ has: this.page.getByLabel(price) })
    for (const [i, { yuan, duration, quality, security }] of lines.entries()) {
      const of = rows.nth(i)
      await of.getByLabel(price).fill(String(yuan))
      await of.getByLabel(zh('desk.duration')).fill(duration)
      await of.getByLabel(zh('desk.quality')).fill(quality)
      await of.getByLabel(zh('desk.security')).fill(security)
    }
    await this.deed(zh('desk.openingDo', { count: lines.length }))
  }

  /** schedule plans the meeting in a room, at a time of the centre's zone. */
  async schedule(room: string, at: string): Promise<void> {
    await this.choose('desk.room', room)
    const time = this.page.getByPlaceholder(zh('desk.timeChoose'))
    await time.fill(at)
    await time.press('Enter')
    await this.button('desk.schedule').click()
    await this.stage('scheduled')
  }

  /** download takes the file that a link leads to, and returns where it lies. */
  async download(key: string): Promise<string> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.getByRole('link', { name: zh(key), exact: true }).click()])
    return download.path()
  }
}
