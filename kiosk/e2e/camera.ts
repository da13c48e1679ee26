// Files for Chromium's fake camera: uncompressed .y4m, or .mjpeg, which is
// small enough for minutes of frames that all differ.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import qrcode from 'qrcode-generator'

/** A picture in grey: one byte a pixel, row by row, 0 is black. */
export interface Grey {
  width: number
  height: number
  pixels: Uint8Array
}

export interface Film {
  width: number
  height: number
  /** Whole frames a second. */
  fps: number
}

/**
 * codePicture draws a QR code as a camera would see it held up: dark on white
 * paper, in the middle of a grey room, filling `share` of the height.
 */
export function codePicture(text: string, { width, height }: { width: number; height: number }, share = 0.6): Grey {
  const code = qrcode(0, 'M')
  code.addData(text, 'Byte')
  code.make()
  const modules = code.getModuleCount() + 8 // with the quiet zone
  const scale = Math.floor((height * share) / modules)
  if (scale < 2) throw new RangeError(`a code of ${modules} modules needs a higher picture than ${height}`)
  const side = modules * scale
  const [left, top] = [(width - side) >> 1, (height - side) >> 1]
  const pixels = new Uint8Array(width * height).fill(120)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [row, column] = [Math.floor(y / scale) - 4, Math.floor(x / scale) - 4]
      const inside = row >= 0 && column >= 0 && row < modules - 8 && column < modules - 8
      pixels[(top + y) * width + left + x] = inside && code.isDark(row, column) ? 16 : 235
    }
  }
  return { width, height, pixels }
}

/** y4mHeader and y4mFrame are the YUV4MPEG2 format with 4:2:0 chroma; a grey picture has chroma 128. */
function y4mHeader({ width, height, fps }: Film): string {
  if (width % 2 || height % 2) throw new RangeError('4:2:0 needs an even width and height')
  return `YUV4MPEG2 W${width} H${height} F${fps}:1 Ip A1:1 C420jpeg\n`
}

function y4mFrame({ width, height, pixels }: Grey): Buffer {
  return Buffer.concat([Buffer.from('FRAME\n'), pixels, Buffer.alloc((width * height) / 2, 128)])
}

async function pour(stream: NodeJS.WritableStream, header: string, film: Film, frames: Iterable<Grey>) {
  stream.write(header)
  for (const frame of frames) {
    if (frame.width !== film.width || frame.height !== film.height) throw new RangeError('a frame has another size than its film')
    if (!stream.write(y4mFrame(frame))) await once(stream, 'drain')
  }
  stream.end()
}

/** writeY4m writes frames uncompressed: 1.5 bytes a pixel, so for films of seconds. */
export async function writeY4m(path: string, film: Film, frames: Iterable<Grey>): Promise<void> {
  const header = y4mHeader(film) // before anything is opened: it refuses a wrong size
  const file = createWriteStream(path)
  const finished = once(file, 'finish')
  await pour(file, header, film, frames)
  await finished
}

/** writeMjpeg writes frames as motion JPEG, through ffmpeg. */
export async function writeMjpeg(path: string, film: Film, frames: Iterable<Grey>): Promise<void> {
  const header = y4mHeader(film)
  const ffmpeg = spawn('ffmpeg', ['-loglevel', 'error', '-y', '-f', 'yuv4mpegpipe', '-i', '-', '-c:v', 'mjpeg', '-q:v', '3', '-f', 'mjpeg', path], { stdio: ['pipe', 'inherit', 'inherit'] })
  const exited = once(ffmpeg, 'exit')
  await pour(ffmpeg.stdin, header, film, frames)
  const [code] = await exited
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
}

/** writeCodeCamera writes a film of one still picture: somebody holds a QR code up to the camera. */
export async function writeCodeCamera(path: string, text: string, film: Film = { width: 1280, height: 720, fps: 10 }): Promise<void> {
  const still = codePicture(text, film)
  const write = path.endsWith('.mjpeg') ? writeMjpeg : writeY4m
  await write(path, film, Array.from({ length: film.fps }, () => still))
}
