// Reading QR codes from a running video element.
import type { QrFrame } from './qr.worker'

const mostWidth = 960 // enough for a pass held at arm's length, and half the work of a whole 720p frame
const leastPauseMs = 100
const rest = 3 // a look is followed by so many times its length: a kiosk that waits for a pass leaves its machine to the recording

/** CodeReader looks at a video until close and calls onCode with what each QR code says. */
export class CodeReader {
  private readonly worker = new Worker(new URL('./qr.worker.ts', import.meta.url), { type: 'module' })
  private readonly canvas = document.createElement('canvas')
  private timer: ReturnType<typeof setTimeout> | undefined
  private closed = false
  private began = 0

  constructor(
    private readonly video: HTMLVideoElement,
    onCode: (text: string) => void,
  ) {
    this.worker.onmessage = ({ data }: MessageEvent<string | null>) => {
      if (this.closed) return
      if (data) onCode(data)
      this.timer = setTimeout(() => this.look(), Math.max(leastPauseMs, rest * (performance.now() - this.began)))
    }
    this.look()
  }

  close() {
    this.closed = true
    clearTimeout(this.timer)
    this.worker.terminate()
  }

  private look() {
    const { videoWidth, videoHeight } = this.video
    if (this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || videoWidth === 0) {
      this.timer = setTimeout(() => this.look(), leastPauseMs)
      return
    }
    this.began = performance.now()
    const scale = Math.min(1, mostWidth / videoWidth)
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)]
    this.canvas.width = width
    this.canvas.height = height
    const context = this.canvas.getContext('2d', { willReadFrequently: true })!
    context.drawImage(this.video, 0, 0, width, height)
    const pixels = context.getImageData(0, 0, width, height).data
    this.worker.postMessage({ pixels, width, height } satisfies QrFrame, [pixels.buffer])
  }
}
