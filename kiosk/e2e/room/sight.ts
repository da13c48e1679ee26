// What can be seen in a page's video, read from its QR code: which kiosk's
// camera it shows, and which frame of that camera's film.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const reader = readFileSync(createRequire(import.meta.url).resolve('jsqr/dist/jsQR.js'), 'utf8')

/** A Sight is one frame as a page showed it. */
export interface Sight {
  kiosk: number
  frame: number
  /** When it was on the page, UTC milliseconds. */
  atMs: number
}

/** prepare gives a page what it needs to read codes; the page's own policy lets no script in. */
export async function prepare(page: Page): Promise<void> {
  await page.evaluate(`(function () { ${reader}\n }).call(window)`)
}

/** seen reads the video that a selector finds, up to `tries` frames, until one can be read. */
export async function seen(page: Page, selector: string, tries = 20): Promise<Sight | null> {
  const read = await page.evaluate(
    async ({ selector, tries }) => {
      const video = document.querySelector<HTMLVideoElement>(selector)
      if (!video) return null
      const jsQR = (window as unknown as { jsQR: (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null }).jsQR
      const canvas = document.createElement('canvas')
      for (let i = 0; i < tries; i++) {
        const atMs = Date.now()
        if (video.videoWidth) {
          canvas.width = 320
          canvas.height = 180
          const context = canvas.getContext('2d', { willReadFrequently: true })!
          context.drawImage(video, 0, 0, 320, 180)
          const found = jsQR(context.getImageData(0, 0, 320, 180).data, 320, 180)
          if (found) return { text: found.data, atMs }
        }
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      return null
    },
    { selector, tries },
  )
  const parts = read && /^K(\d+) (\d+)$/.exec(read.text)
  return parts ? { kiosk: Number(parts[1]), frame: Number(parts[2]), atMs: read.atMs } : null
}

/** A Film is a camera's film as its own page saw it: at which moments it began anew. */
export class Timing {
  constructor(
    private readonly fps: number,
    private readonly frames: number,
    private readonly sight: Sight,
  ) {}

  /** ageOf returns how long before atMs the camera showed a frame, in milliseconds, if that was within one round of the film. */
  ageOf({ frame, atMs }: { frame: number; atMs: number }): number {
    const round = (this.frames * 1000) / this.fps
    const shown = this.sight.atMs + ((frame - this.sight.frame) * 1000) / this.fps
    const age = (atMs - shown) % round
    return age < -round / 2 ? age + round : age > round / 2 ? age - round : age
  }
}

/** watchCamera opens the page's camera a second time, beside the page's own use of it, as video#camera-probe. */
export async function watchCamera(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const video = document.createElement('video')
    video.id = 'camera-probe'
    video.muted = true
    video.style.cssText = 'position:fixed;width:2px;height:2px;opacity:0.01'
    document.body.append(video)
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true })
    await video.play()
  })
}
