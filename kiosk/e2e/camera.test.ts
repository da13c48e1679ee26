import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jsQR from 'jsqr'
import { afterAll, expect, test } from 'vitest'
import { codePicture, writeCodeCamera, writeMjpeg, writeY4m, type Grey } from './camera'

const folder = mkdtempSync(join(tmpdir(), 'bidroom-camera-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** read looks for a code in grey pixels. */
function read({ pixels, width, height }: Grey): string | undefined {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255)
  pixels.forEach((p, i) => rgba.fill(p, i * 4, i * 4 + 3))
  return jsQR(rgba, width, height)?.data
}

/** frames decodes a film with ffmpeg, which is not the program that wrote the .y4m. */
function frames(path: string, width: number, height: number): Grey[] {
  const raw = execFileSync('ffmpeg', ['-loglevel', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], { maxBuffer: 1 << 28 })
  return Array.from({ length: raw.length / (width * height) }, (_, i) => ({ width, height, pixels: raw.subarray(i * width * height, (i + 1) * width * height) }))
}

test('a code that is drawn can be read', () => {
  expect(read(codePicture('BIDROOM:PASS:7KQ2-M9XD', { width: 640, height: 360 }))).toBe('BIDROOM:PASS:7KQ2-M9XD')
})

test('too small a picture is refused, not drawn illegibly', () => {
  expect(() => codePicture('x'.repeat(200), { width: 160, height: 90 })).toThrow(RangeError)
})

test.each(['still.y4m', 'still.mjpeg'])('ffmpeg reads %s', async (name) => {
  const path = join(folder, name)
  const film = { width: 640, height: 360, fps: 5 }
  await writeCodeCamera(path, 'pass-1', film)
  const seen = frames(path, film.width, film.height)
  expect(seen).toHaveLength(5)
  expect(seen.map(read)).toEqual(Array(5).fill('pass-1'))
})

test('frames that differ stay in their order', async () => {
  const film = { width: 320, height: 180, fps: 10 }
  const numbered = Array.from({ length: 12 }, (_, i) => codePicture(`t=${1_763_900_000_000 + i * 100}`, film, 0.9))
  for (const write of [writeY4m, writeMjpeg]) {
    const path = join(folder, `numbered.${write === writeY4m ? 'y4m' : 'mjpeg'}`)
    await write(path, film, numbered)
    expect(frames(path, film.width, film.height).map(read)).toEqual(numbered.map(read))
  }
  expect(statSync(join(folder, 'numbered.mjpeg')).size).toBeLessThan(statSync(join(folder, 'numbered.y4m')).size / 4)
  expect(readFileSync(join(folder, 'numbered.y4m'), 'latin1').slice(0, 46)).toBe('YUV4MPEG2 W320 H180 F10:1 Ip A1:1 C420jpeg\nFRA')
}, 30_000)

test('an odd size is refused', async () => {
  await expect(writeY4m(join(folder, 'odd.y4m'), { width: 321, height: 180, fps: 1 }, [])).rejects.toThrow('even')
})
