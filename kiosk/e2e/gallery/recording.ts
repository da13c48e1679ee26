// Real recordings for the pages that play them back: fragmented MP4 as the
// server keeps it, and playlists of its byte ranges. Every frame says when it
// was taken, in tenths of a second since the beginning of all of them, as
// thirteen black or white stripes: the bits of the number, the lowest first.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'

const stripe = 24
const bits = 13
/** Between keyframes, seconds. */
const entrySec = 2

export interface Recording {
  id: string
  /** Since the beginning of all recordings, seconds. */
  fromSec: number
  lengthSec: number
  bytes: Buffer
  /** Length of what stands before the first part. */
  init: number
  parts: { offset: number; length: number; sec: number }[]
}

/** record makes a recording of H.264 and Opus. */
export function record(folder: string, id: string, fromSec: number, lengthSec: number): Recording {
  const file = join(folder, `${id}.mp4`)
  execFileSync('ffmpeg', [
    '-v', 'error', '-y',
    '-f', 'lavfi', '-i', `color=gray:size=${stripe * bits}x176:rate=10:duration=${lengthSec},format=yuv420p,geq=lum='16+219*mod(floor((N+${fromSec * 10})/pow(2,floor(X/${stripe}))),2)':cb=128:cr=128`,
    '-f', 'lavfi', '-i', `sine=frequency=440:duration=${lengthSec}`,
    '-c:v', 'libx264', '-preset', 'ultrafast', '-g', String(entrySec * 10), '-keyint_min', String(entrySec * 10), '-sc_threshold', '0', '-bf', '0',
    '-c:a', 'libopus', '-b:a', '16k', '-strict', '-2', '-movflags', 'frag_keyframe+empty_moov+default_base_moof+skip_trailer', file,
  ])
  const bytes = readFileSync(file)
  const recording: Recording = { id, fromSec, lengthSec, bytes, init: 0, parts: [] }
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'moof') recording.parts.push({ offset: at, length: size, sec: Math.min(entrySec, lengthSec - recording.parts.length * entrySec) })
    else if (type === 'mdat') recording.parts.at(-1)!.length += size
    else recording.init = at + size
    at += size
  }
  return recording
}

/** playlist lists what of the recordings lies before untilSec; without a bound it is at its end. */
export function playlist(recordings: Recording[], untilSec = Infinity): string {
  const over = untilSec === Infinity
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:10', '#EXT-X-MEDIA-SEQUENCE:0', `#EXT-X-PLAYLIST-TYPE:${over ? 'VOD' : 'EVENT'}`, '#EXT-X-INDEPENDENT-SEGMENTS']
  recordings.forEach(({ id, fromSec, init, parts }, i) => {
    if (fromSec + entrySec > untilSec) return
    if (i) lines.push('#EXT-X-DISCONTINUITY')
    lines.push(`#EXT-X-MAP:URI="${id}.mp4",BYTERANGE="${init}@0"`)
    parts.forEach(({ offset, length, sec }, n) => {
      if (fromSec + (n + 1) * entrySec <= untilSec) lines.push(`#EXTINF:${sec.toFixed(6)},`, `#EXT-X-BYTERANGE:${length}@${offset}`, `${id}.mp4`)
    })
  })
  return [...lines, ...(over ? ['#EXT-X-ENDLIST'] : []), ''].join('\n')
}

/** sendRange answers a request for a part of a file, as the server does. */
export async function sendRange(route: Route, bytes: Buffer) {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(route.request().headers().range ?? '')
  if (!asked) return route.fulfill({ body: bytes, contentType: 'video/mp4' })
  const [from, to] = [Number(asked[1]), Math.min(Number(asked[2] || bytes.length - 1), bytes.length - 1)]
  return route.fulfill({ status: 206, headers: { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` }, contentType: 'video/mp4', body: bytes.subarray(from, to + 1) })
}

/** taken reads when the picture of each video was taken, in seconds; of those that are shown and are not still on their way to the moment. */
export function taken(page: Page): Promise<Record<string, number>> {
  return page.evaluate(([width, count]) => {
    const canvas = document.createElement('canvas')
    canvas.width = width! * count!
    canvas.height = 16
    const pen = canvas.getContext('2d', { willReadFrequently: true })!
    const seen: Record<string, number> = {}
    for (const video of document.querySelectorAll('video')) {
      if (!video.offsetWidth || video.readyState < 2 || video.closest('[aria-busy=true]')) continue
      pen.drawImage(video, 0, 0, canvas.width, canvas.height)
      let number = 0
      for (let bit = 0; bit < count!; bit++) if (pen.getImageData(bit * width! + width! / 2, 8, 1, 1).data[0]! > 128) number += 2 ** bit
      seen[video.getAttribute('aria-label')!] = number / 10
    }
    return seen
  }, [stripe, bits] as const)
}
