// Looking at a video as a person with a stopwatch would: which frame is shown
// now, and when did the camera see it.
import jsQR from 'jsqr'
import type { Locator, Page } from 'playwright-core'
import { small, type Film } from './film'

/** What one look found: the kiosk and the number of the frame, and when it was on the page. UTC milliseconds. */
export interface Look {
  kiosk: number
  frame: number
  shownMs: number
  /** When the camera took it; known for the kiosk's own picture only. */
  takenMs: number | null
}

interface Grabbed {
  shownMs: number
  takenMs: number | null
  grey: string
}

// Runs in the page: the next frame that the element presents, or the one at
// which it stands still; small and grey.
function grab(video: HTMLVideoElement, { width, height }: Film): Promise<Grabbed> {
  return new Promise((resolve) => {
    const take = (captureTime?: number) => {
      const shownMs = performance.timeOrigin + performance.now()
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d')!
      context.drawImage(video, 0, 0, width, height)
      const { data } = context.getImageData(0, 0, width, height)
      let grey = ''
      for (let i = 0; i < data.length; i += 4) grey += String.fromCharCode(data[i]!)
      resolve({ shownMs, takenMs: captureTime === undefined ? null : performance.timeOrigin + captureTime, grey: btoa(grey) })
    }
    if (video.paused) take()
    else video.requestVideoFrameCallback((_, { captureTime }) => take(captureTime))
  })
}

function read({ grey, shownMs, takenMs }: Grabbed, { width, height }: Film): Look | null {
  const pixels = Buffer.from(grey, 'base64')
  const rgba = new Uint8ClampedArray(pixels.length * 4).fill(255)
  pixels.forEach((p, i) => rgba.fill(p, i * 4, i * 4 + 3))
  const code = /^K(\d+) (\d+)$/.exec(jsQR(rgba, width, height)?.data ?? '')
  return code && { kiosk: Number(code[1]), frame: Number(code[2]), shownMs, takenMs }
}

/** look reads the next frame of a video element, or the one at which it stands still; null if no code can be read in it. */
export async function look(video: Locator): Promise<Look | null> {
  return read(await video.evaluate(grab, small), small)
}

/** openOwnEye opens the camera of a kiosk's page a second time, beside whatever the page does with it: both get the same frames. */
export async function lookAtOwnCamera(page: Page): Promise<Look | null> {
  const video = await page.evaluateHandle(async () => {
    const kept = window as { ownEye?: HTMLVideoElement }
    if (!kept.ownEye) {
      const eye = document.createElement('video')
      eye.muted = true
      eye.srcObject = await navigator.mediaDevices.getUserMedia({ video: true })
      await eye.play()
      kept.ownEye = eye
    }
    return kept.ownEye
  })
  const grabbed = await video.evaluate(grab, small)
  await video.dispose()
  return read(grabbed, small)
}

/** closeOwnEye lets the camera go. */
export async function closeOwnEye(page: Page): Promise<void> {
  await page.evaluate(() => {
    const kept = window as { ownEye?: HTMLVideoElement }
    if (kept.ownEye) for (const track of (kept.ownEye.srcObject as MediaStream).getTracks()) track.stop()
    delete kept.ownEye
  })
}

/** A FilmClock says when a camera took a numbered frame, from one that was looked at in the kiosk itself. The film is shown over and over at a steady rate. */
export class FilmClock {
  private readonly every: number
  private readonly first: number

  constructor({ frame, takenMs }: Look, fps: number, private readonly frames: number) {
    if (takenMs === null) throw new Error('a clock is set by the camera itself')
    this.every = 1000 / fps
    this.first = takenMs - frame * this.every
  }

  /** takenMs returns when the frame was taken that is nearest to an instant. */
  takenMs(frame: number, nearMs: number): number {
    const round = this.frames * this.every
    const once = this.first + frame * this.every
    return once + Math.round((nearMs - once) / round) * round
  }
}
