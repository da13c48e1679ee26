// Keeping one media connection up: offer, hold, notice that it is gone, offer
// again. What publishing and watching have in common.
import { Backoff } from './backoff'
import { connected, end, ended, exchange, ExchangeError, known, sending, silentFor, type Exchanged } from './exchange'

export type MediaState = 'connecting' | 'live' | 'lost' | 'closed'

export interface MediaOptions {
  /** Where offers go, such as "/api/whip/kiosk-3~camera". */
  endpoint: string
  /** Headers that show who calls; asked for at each request. */
  headers?: () => Record<string, string>
  onState?: (state: MediaState) => void
}

/**
 * A time without media, as this end saw it: from when the other was heard last
 * to the first picture after it. UTC milliseconds.
 */
export interface SeenGap {
  fromMs: number
  toMs: number
}

/** MediaConnection is a connection that comes back by itself until close. */
export class MediaConnection {
  state: MediaState = 'connecting'
  /** The outages so far, oldest first; one that goes on is not in it yet. */
  readonly gaps: SeenGap[] = []
  private readonly backoff = new Backoff()
  private current: Exchanged | null = null
  private lostAt: number | null = null
  private giveUp: (() => void) | null = null
  private forgotten = false // the server has said that it does not know the connection
  private readonly running: Promise<void>

  /**
   * prepare puts tracks or transceivers on a new peer connection. now gives
   * the time for gaps: the server's, where it is known; without it none are
   * kept, which spares a page with many connections its looking for them.
   */
  constructor(
    private readonly options: MediaOptions,
    private readonly prepare: (peer: RTCPeerConnection) => void,
    private readonly now?: () => number,
  ) {
    this.running = this.run()
  }

  /**
   * suspect says that the server may have gone away (the live socket broke):
   * it is asked until it answers, and if it has forgotten the connection a new
   * one is offered at once. If it has not, nothing happens.
   */
  async suspect(): Promise<void> {
    const suspected = this.current
    while (suspected && this.current === suspected && this.state === 'live') {
      try {
        if (await known(suspected, this.headers())) return
        if (this.current !== suspected) return
        this.forgotten = true
        this.giveUp?.()
        return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 250)) // not reached: still down
      }
    }
  }

  /** poke offers again now if the connection is lost. */
  poke() {
    this.backoff.poke()
  }

  /** stats returns the browser's figures of the connection, null while there is none. */
  stats(): Promise<RTCStatsReport> | null {
    return this.current?.peer.getStats() ?? null
  }

  /** close ends the connection for good and waits until nothing of it runs. */
  async close(): Promise<void> {
    this.become('closed')
    this.giveUp?.()
    this.backoff.poke()
    await this.running
  }

  private closed() {
    return this.state === 'closed'
  }

  private async run() {
    while (!this.closed()) {
      const floor = await this.attempt()
      if (!this.closed() && !this.forgotten) await this.backoff.wait(floor)
      this.forgotten = false
    }
  }

  /** attempt makes one connection and holds it; it returns how long the server asks to wait before the next. */
  private async attempt(): Promise<number> {
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
    try {
      this.prepare(peer)
      this.current = await exchange(peer, this.options.endpoint, this.headers())
      const answeredAt = this.now?.() ?? 0
      if (!this.closed() && (await connected(peer))) {
        this.backoff.reset()
        this.become('live')
        const gone = Promise.race([ended(peer), new Promise<void>((resolve) => (this.giveUp = resolve))])
        await this.endGap(peer, gone, answeredAt)
        await gone
        if (this.now) this.lostAt ??= this.now() - (await silentFor(peer))
      }
      return 0
    } catch (error) {
      return error instanceof ExchangeError ? error.retryAfterMs : 0
    } finally {
      this.giveUp = null
      if (this.current && !this.forgotten) end(this.current, this.headers())
      else peer.close()
      this.current = null
      this.become('lost')
    }
  }

  /**
   * endGap ends an outage with the first picture, unless the connection is gone
   * before there is one. Nothing is sent before the answer is there; of being
   * connected a busy page hears after it has sent.
   */
  private async endGap(peer: RTCPeerConnection, gone: Promise<void>, answeredAt: number) {
    if (!this.now || this.lostAt === null) return
    const ago = await Promise.race([sending(peer), gone.then(() => null)])
    if (ago === null) return
    this.gaps.push({ fromMs: this.lostAt, toMs: Math.max(answeredAt, this.now() - ago) })
    this.lostAt = null
  }

  private headers() {
    return this.options.headers?.() ?? {}
  }

  private become(state: MediaState) {
    if (this.state === state || this.closed()) return
    this.state = state
    this.options.onState?.(state)
  }
}
