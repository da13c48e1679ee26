// A kiosk: a browser of its own with a camera of its own, and the member who
// comes to sit there.
import { join } from 'node:path'
import type { Browser, Locator } from 'playwright-core'
import { launch } from '../browser'
import type { Centre } from './centre'
import { closeOwnEye, FilmClock, look, lookAtOwnCamera, type Look } from './eye'
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

  /** start opens a new kiosk in a browser of its own, whose camera shows an empty room. */
  static async start(centre: Centre, place: number, film = small): Promise<Kiosk> {
    const [kiosk] = await this.row(centre, [place], film)
    return kiosk!
  }

  /** row opens new kiosks in one browser, to be light: they see through one camera. Closing one closes all. */
  static async row(centre: Centre, places: number[], film = small): Promise<Kiosk[]> {
    const camera = new Camera(join(centre.folder, `camera-${places[0]}.y4m`), film)
    await camera.nothing()
    const browser = await launch({ camera: camera.path })
    return Promise.all(places.map(async (place) => {
      const context = await this.context(browser, { width: 1366, height: 768 })
      const kiosk = new Kiosk(place, browser, await context.newPage(), camera)
      await kiosk.page.goto(`${centre.address}/kiosk`)
      return kiosk
    }))
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

  /** restart reloads the page as after a power cut; from then on its camera shows numbers. */
  async restart(): Promise<void> {
    await this.camera.count(this.place)
    await this.page.reload()
    await this.who()
    await this.text('shell.recording.live').waitFor()
  }

  /** clock says when the camera takes which frame, as it is just now. */
  async clock(): Promise<FilmClock> {
    let seen: Look | null = null
    while (seen?.kiosk !== this.place) seen = await lookAtOwnCamera(this.page)
    await closeOwnEye(this.page)
    return new FilmClock(seen, this.camera.film.fps, this.camera.frames)
  }

  /** ageOn returns how old this kiosk's picture is, in milliseconds, at most, over five frames of a video; infinitely if it shows another kiosk's, or one that is yet to come. */
  async ageOn(video: Locator): Promise<number> {
    const before = await this.clock()
    const seen: Look[] = []
    while (seen.length < 5) {
      const one = await look(video)
      if (one) seen.push(one)
    }
    const after = await this.clock()
    // A camera that was held up goes on later with its next number, never earlier: the two clocks are the bounds.
    const ages = (clock: FilmClock) => seen.map(({ frame, shownMs }) => Math.round(shownMs - clock.takenMs(frame, shownMs)))
    return seen.every(({ kiosk }) => kiosk === this.place) && Math.min(...ages(after)) > -50 ? Math.max(...ages(before)) : Infinity
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
}
