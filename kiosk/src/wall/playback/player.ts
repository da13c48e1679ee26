// One feed's playlist in one video element. It knows the playlist's own
// seconds only; what moment they are is the business of spans.ts.
import Hls, { ErrorTypes, Events, type ErrorData, type HlsConfig, type LoaderCallbacks, type LoaderConfiguration, type PlaylistLoaderContext } from 'hls.js/light'
import { shallowRef } from 'vue'

/**
 * reading: nothing to show yet. ready: it shows what it is asked for. missing:
 * the server has no recording of this feed. failed: it has, and it cannot be
 * played; it is tried again.
 */
export type PlayerState = 'reading' | 'ready' | 'missing' | 'failed'

/** How long after a failure a playlist is read again, and one that is not there; milliseconds. */
const againMs = 3000
const missingAgainMs = 15_000

/**
 * A playlist states how long its longest entry may ever be, and hls.js waits
 * for half of that before it looks again. Entries are much shorter, so that a
 * playlist that grows is read as its longest entry so far allows.
 */
class PlaylistLoader extends Hls.DefaultConfig.loader {
  override load(context: PlaylistLoaderContext, config: LoaderConfiguration, callbacks: LoaderCallbacks<PlaylistLoaderContext>) {
    const onSuccess: typeof callbacks.onSuccess = (response, ...rest) => {
      const longest = Math.max(0, ...[...String(response.data).matchAll(/^#EXTINF:([\d.]+)/gm)].map((match) => Number(match[1])))
      if (longest > 0) response.data = String(response.data).replace(/^(#EXT-X-TARGETDURATION:)\d+/m, `$1${Math.ceil(longest)}`)
      callbacks.onSuccess(response, ...rest)
    }
    super.load(context, config, { ...callbacks, onSuccess } as never)
  }
}

const config: Partial<HlsConfig> = {
  enableWorker: false, // parts are given to the browser as they are, and the page's policy forbids workers made of text
  // Several feeds play at once: little is kept of each.
  maxBufferLength: 12,
  maxMaxBufferLength: 30,
  maxBufferSize: 16 << 20,
  backBufferLength: 20,
  liveSyncOnStallIncrease: 0,
  startFragPrefetch: true,
  pLoader: PlaylistLoader as unknown as HlsConfig['pLoader'],
}

/** FeedPlayer plays until close. */
export class FeedPlayer {
  readonly state = shallowRef<PlayerState>('reading')
  /** Its picture is not that of the moment yet: it leads nobody, and is not shown as if it were. */
  readonly away = shallowRef(true)
  /** Where the playlist ends by now, in its seconds; 0 before it is known. */
  edgeSec = 0
  private readonly hls: Hls
  private again: ReturnType<typeof setTimeout> | undefined
  private stuckAt = -1
  private stuckSince = 0

  /** It begins to read at startSec. The video element is the player's until close. */
  constructor(
    readonly video: HTMLVideoElement,
    private readonly address: string,
    startSec: number,
  ) {
    this.hls = new Hls({ ...config, startPosition: startSec })
    this.hls.on(Events.LEVEL_UPDATED, (_, { details }) => (this.edgeSec = details.edge))
    this.hls.on(Events.ERROR, (_, error) => this.failed(error))
    video.onloadeddata = () => (this.state.value = 'ready')
    this.hls.attachMedia(video)
    this.hls.loadSource(address)
  }

  /** shows reports whether the picture is that of positionSec, within a tenth of a second. */
  shows(positionSec: number): boolean {
    return this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !this.video.seeking && Math.abs(this.video.currentTime - positionSec) < 0.1
  }

  /** runs reports whether the video has what it needs to go on. */
  get runs(): boolean {
    return this.video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA && !this.video.seeking
  }

  /** seek goes to a place, unless it is there or on the way. */
  seek(positionSec: number) {
    if (this.video.readyState === HTMLMediaElement.HAVE_NOTHING || Math.abs(this.video.currentTime - positionSec) < 0.1) return
    this.video.currentTime = positionSec
  }

  /** run plays or pauses. */
  run(on: boolean) {
    if (on && this.video.paused) void this.video.play().catch(() => undefined) // a seek or a pause came between
    else if (!on && !this.video.paused) this.video.pause()
  }

  /** stuckFor returns for how long the video has stood where it is though it should run, in milliseconds. */
  stuckFor(nowMs: number): number {
    if (this.video.currentTime !== this.stuckAt || this.video.paused) {
      this.stuckAt = this.video.currentTime
      this.stuckSince = nowMs
    }
    return nowMs - this.stuckSince
  }

  close() {
    clearTimeout(this.again)
    this.video.onloadeddata = null
    this.hls.destroy()
  }

  private failed({ fatal, type, response }: ErrorData) {
    if (!fatal) return
    this.away.value = true // it begins again where it began first
    if (type === ErrorTypes.MEDIA_ERROR && this.state.value === 'ready') {
      this.state.value = 'reading'
      this.hls.recoverMediaError()
      return
    }
    const missing = [403, 404, 410].includes(response?.code ?? 0)
    this.state.value = missing ? 'missing' : 'failed'
    clearTimeout(this.again)
    this.again = setTimeout(() => this.hls.loadSource(this.address), missing ? missingAgainMs : againMs)
  }
}
