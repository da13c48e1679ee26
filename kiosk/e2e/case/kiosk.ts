// A kiosk: a browser of its own with a camera of its own, and the member who
// comes to sit there.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launch } from '../browser'
import type { Centre } from './centre'
import { Camera, small } from './film'
import { Window } from './window'
import { zh } from './words'

export class Kiosk extends Window {
  private constructor(
    readonly place: number,
    browser: Browser,
    page: Window['page'],
    readonly camera: Camera,
  ) {
    super(`kiosk ${place}`, page, browser)
  }

  /** start opens a new kiosk, whose camera shows nothing yet but its own number. */
  static async start(centre: Centre, place: number, film = small): Promise<Kiosk> {
    const camera = new Camera(join(centre.folder, `camera-${place}.y4m`), film)
    await camera.count(place, 1)
    const browser = await launch({ camera: camera.path })
    const context = await this.context(browser, { width: 1366, height: 768 })
    const kiosk = new Kiosk(place, browser, await context.newPage(), camera)
    await kiosk.page.goto(`${centre.address}/kiosk`)
    return kiosk
  }

  /** fingerprint reads the eight characters that staff compare. */
  async fingerprint(): Promise<string> {
    return (await this.page.getByLabel(zh('shell.pairing.fingerprint')).and(this.page.locator('p')).innerText()).trim()
  }

  /** showPass holds a pass up to the camera. */
  async showPass(code: string): Promise<void> {
    await this.camera.pass(code)
    await this.page.reload() // the fake camera reads its new film when it is opened
  }

  /** typePass types the code of a pass. */
  async typePass(code: string): Promise<void> {
    await this.page.getByLabel(zh('checkin.typed')).fill(code)
    await this.button('checkin.deed').click()
  }

  /** who waits until a member sits here, and returns the name and seat that the bar shows. */
  async who(): Promise<{ name: string; seat: number }> {
    const [before, between] = zh('shell.kiosk.member').split(/\{\w+\}/)
    const bar = this.page.locator('strong').filter({ hasText: between! })
    const [name, seat] = (await bar.innerText()).slice(before!.length).split(between!)
    return { name: name!, seat: parseInt(seat!) }
  }

  /** press does a deed of the page's own button, and waits until its page is left. */
  private async press(name: string): Promise<void> {
    const button = this.page.getByRole('button', { name, exact: true })
    await button.click()
    await button.waitFor({ state: 'detached' })
  }

  /** declare signs the declaration, once it names as many bidders as there are. */
  async declare(bidders: number): Promise<void> {
    await this.text('declare.bidders', { count: bidders }).waitFor()
    await this.press(zh('declare.deed'))
  }

  /** vote votes for somebody by name, in a round. */
  async vote(round: number, name: string): Promise<void> {
    await this.text('vote.round', { round }).waitFor()
    await this.page.locator('label').filter({ hasText: name }).click()
    await this.press(zh('vote.deed', { name }))
  }
}
