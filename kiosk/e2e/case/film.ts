// What a kiosk's camera sees: somebody holds up a pass; later, frames that
// carry their own number.
import { renameSync } from 'node:fs'
import { codePicture, writeY4m, type Film } from '../camera'

export type { Film }

/** The picture of an ordinary kiosk's camera in the test: small, so that seven pages fit on two cores. */
export const small: Film = { width: 320, height: 180, fps: 10 }
/** And of the one that has a real camera's size. */
export const large: Film = { width: 1280, height: 720, fps: 10 }

/** A Camera is the file that one browser's fake camera shows; it is read anew each time the camera is opened. */
export class Camera {
  /** How many numbered frames there are; 0 while none is shown. */
  frames = 0

  constructor(
    readonly path: string,
    readonly film: Film,
  ) {}

  /** nothing shows an empty room. */
  async nothing(): Promise<void> {
    const { width, height } = this.film
    await this.replace([{ width, height, pixels: new Uint8Array(width * height).fill(120) }])
  }

  /** pass shows a pass, held still. */
  async pass(code: string): Promise<void> {
    const still = codePicture(`BIDROOM:PASS:${code.replaceAll('-', '')}`, this.film, 0.9)
    await this.replace(Array.from({ length: 3 }, () => still))
  }

  /** count shows a kiosk's number and the number of each frame, over and over. */
  async count(kiosk: number, seconds = 10): Promise<void> {
    const { film } = this
    const frames = (this.frames = seconds * film.fps)
    await this.replace(function* () {
      for (let i = 0; i < frames; i++) yield codePicture(`K${kiosk} ${i}`, film, 0.9)
    }())
  }

  // A camera that is open goes on with the file it has; the new one is there at once, and whole.
  private async replace(frames: Iterable<ReturnType<typeof codePicture>>) {
    await writeY4m(`${this.path}.new`, this.film, frames)
    renameSync(`${this.path}.new`, this.path)
  }
}
