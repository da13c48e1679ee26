// Real Chromium for tests: the machine's own, never a downloaded one.
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

export interface BrowserOptions {
  /** A .y4m or .mjpeg file that every camera of the browser shows, over and over; a green picture with a clock if not given. */
  camera?: string
  /** A .wav file that its microphone hears; beeps if not given. */
  microphone?: string
  /** Without the browser around the pages, if the machine has such a one: half of the work of a page that is opened and looked at once. */
  shell?: boolean
}

const shellPath = '/usr/bin/chromium-headless-shell'

/**
 * launch starts a browser of its own, with an empty profile, whose camera and
 * microphone need no permission. The caller closes it.
 */
export function launch({ camera, microphone, shell = false }: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.BIDROOM_CHROMIUM ?? (shell && existsSync(shellPath) ? shellPath : '/usr/bin/chromium'),
    args: [
      '--no-sandbox', // tests run as root in containers
      '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--auto-accept-this-tab-capture',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      '--autoplay-policy=no-user-gesture-required',
      ...(camera ? [`--use-file-for-fake-video-capture=${camera}`] : []),
      ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}`] : []),
    ],
  })
}
