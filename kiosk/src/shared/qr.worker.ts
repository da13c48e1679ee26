// Looks for a QR code in one picture, away from the page's own thread: jsQR
// takes up to two tenths of a second for a frame of the camera.
import jsQR from 'jsqr'

export interface QrFrame {
  pixels: Uint8ClampedArray
  width: number
  height: number
}

addEventListener('message', ({ data }: MessageEvent<QrFrame>) => {
  postMessage(jsQR(data.pixels, data.width, data.height, { inversionAttempts: 'attemptBoth' })?.data ?? null)
})
