// All feeds of a meeting by one clock. The clock is what one of the videos,
// the leader, shows: its place in its playlist, told as a moment by the spans.
// The others follow it; where the leader has a gap another one leads, and
// where all have one the clock goes to the next picture.
import { ref, shallowRef } from 'vue'
import type { FeedTimeline } from '@shared/api.gen'
import { FeedPlayer } from './player'
import { grown, lastShown, momentOf, nextShown, positionOf, spanAt } from './spans'

/** The speeds that are offered. */
export const speeds = [0.5, 1, 2, 4] as const

const tickMs = 50
/** How long the others wait for one that does not get to a moment. */
const patienceMs = 4000
/** How far behind the end of the recording the live edge is followed, and from where it is gone to again. */
const liveMs = 2500
const lateMs = 8000
/** The timeline may be older than the playlists by so much. */
const newerMs = 20_000

/** Playback plays until close. Times are UTC milliseconds. */
export class Playback {
  /** The moment that is shown. */
  readonly at = ref(0)
  readonly playing = ref(false)
  readonly rate = ref(1)
  /** The live edge is followed. */
  readonly following = ref(false)
  /** The meeting is still recorded. */
  running = false
  private readonly known = shallowRef<readonly FeedTimeline[]>([])
  private latestMs = 0
  private readonly players = new Map<string, FeedPlayer>()
  private leader = ''
  /** Where a seek goes to, while not every picture is there. */
  private target: number | null
  private since = performance.now()
  private readonly timer = setInterval(() => this.tick(), tickMs)

  constructor(atMs: number) {
    this.at.value = this.target = atMs
  }

  /** know takes a timeline as the server tells it; latestMs is its end. */
  know(feeds: readonly FeedTimeline[], latestMs: number) {
    this.known.value = feeds
    this.latestMs = latestMs + newerMs
  }

  /** attach plays a feed in video and returns its player. */
  attach(feed: FeedTimeline, video: HTMLVideoElement): FeedPlayer {
    const at = positionOf(feed, this.at.value) ?? feed.spans.find((span) => span.fromMs > this.at.value)?.startSec ?? 0
    const player = new FeedPlayer(video, feed.playlist, at)
    this.players.set(feed.id, player)
    this.target ??= this.at.value // the newcomer goes to where the others are
    this.since = performance.now()
    return player
  }

  /** detach ends what attach began. */
  detach(feed: string) {
    this.players.get(feed)?.close()
    this.players.delete(feed)
  }

  /** seek goes to a moment on every feed, and leaves the live edge. */
  seek(atMs: number) {
    this.following.value = false
    this.goTo(atMs)
  }

  play() {
    if (!this.running && this.at.value >= (lastShown(this.known.value) ?? 0) - 200) this.goTo(nextShown(this.known.value, 0) ?? this.at.value) // from the beginning again
    this.playing.value = true
  }

  pause() {
    this.playing.value = this.following.value = false
  }

  toggle() {
    if (this.playing.value) this.pause()
    else this.play()
  }

  speed(rate: number) {
    this.rate.value = rate
    if (rate !== 1) this.following.value = false
  }

  /** follow goes to the live edge and stays there. */
  follow() {
    this.rate.value = 1
    this.following.value = this.playing.value = true
    this.goTo(this.edge() - liveMs)
  }

  close() {
    clearInterval(this.timer)
    for (const feed of [...this.players.keys()]) this.detach(feed)
  }

  /** Feeds that can show something, as far as their playlists reach by now. */
  private feeds(): FeedTimeline[] {
    return this.known.value.flatMap((feed) => {
      const player = this.players.get(feed.id)
      if (!player || player.state.value === 'missing' || player.state.value === 'failed') return []
      return this.running ? grown(feed, player.edgeSec, this.latestMs) : feed
    })
  }

  /** The end of what the playlists hold. */
  private edge(): number {
    const ends = this.feeds().flatMap((feed) => {
      const last = feed.spans.at(-1)
      const edge = this.players.get(feed.id)!.edgeSec
      return last && edge ? momentOf(last, edge) : []
    })
    return ends.length ? Math.max(...ends) : this.at.value
  }

  private goTo(atMs: number) {
    this.at.value = this.target = Math.round(atMs)
    this.since = performance.now()
  }

  private tick() {
    const feeds = this.feeds()
    if (this.target !== null && !this.settled(feeds, this.target)) return
    this.target = null
    this.lead(feeds)
    if (this.playing.value) this.goOn(feeds)
    if (this.target !== null) return
    const leads = this.players.get(this.leader)
    const runs = this.playing.value && !!leads?.runs
    for (const feed of feeds) this.steer(feed, runs || (this.playing.value && feed.id === this.leader))
    if (this.following.value && this.edge() - this.at.value > lateMs) this.goTo(this.edge() - liveMs)
  }

  /** settled brings every feed to a moment and reports whether all show it that can. */
  private settled(feeds: FeedTimeline[], atMs: number): boolean {
    const late = performance.now() - this.since > patienceMs
    let waiting = feeds.length === 0 && this.known.value.length > 0
    for (const feed of feeds) {
      const player = this.players.get(feed.id)!
      const position = positionOf(feed, atMs)
      player.run(false)
      player.away.value = position !== null && !player.shows(position)
      if (!player.away.value) continue
      player.seek(position!)
      waiting = true
    }
    return !waiting || late
  }

  /** lead takes the moment from the leader, and another leader where it shows nothing. */
  private lead(feeds: FeedTimeline[]) {
    const at = this.at.value
    const able = feeds.filter((feed) => spanAt(feed, at) && this.players.get(feed.id)!.state.value === 'ready' && !this.players.get(feed.id)!.away.value)
    const stuck = (feed: FeedTimeline) => this.playing.value && this.players.get(feed.id)!.stuckFor(performance.now()) > patienceMs
    const leader = able.find((feed) => feed.id === this.leader && !stuck(feed)) ?? able.find((feed) => this.players.get(feed.id)!.runs) ?? able[0]
    this.leader = leader?.id ?? ''
    if (!leader) return
    const player = this.players.get(leader.id)!
    const span = spanAt(leader, at)!
    if (player.video.seeking) return
    const shown = momentOf(span, player.video.currentTime)
    // A file can be a few frames shorter than its span says.
    const over = !this.running && (player.video.ended || (player.stuckFor(performance.now()) > 1000 && this.playing.value && span.toMs - shown < 500))
    this.at.value = over ? span.toMs : shown
  }

  /** goOn finds what comes where nothing is shown any more. */
  private goOn(feeds: FeedTimeline[]) {
    const at = this.at.value
    if (feeds.some((feed) => spanAt(feed, at))) return
    const next = nextShown(feeds, at)
    if (next !== null) this.goTo(next)
    else if (!this.running && feeds.length > 0) this.pause()
  }

  /** steer keeps one feed at the clock: a little faster or slower, or by a jump where it is far off. */
  private steer(feed: FeedTimeline, runs: boolean) {
    const player = this.players.get(feed.id)!
    const position = positionOf(feed, this.at.value)
    const on = runs && position !== null
    if (position === null || player.shows(position)) player.away.value = false
    else if (player.away.value && !on) player.seek(position) // the others no longer wait for it
    if (on && feed.id !== this.leader) {
      const behind = position - player.video.currentTime
      if (Math.abs(behind) > 0.5 * Math.max(1, this.rate.value)) {
        player.away.value = true
        player.seek(position)
      }
      player.video.playbackRate = this.rate.value * (1 + Math.min(0.1, Math.max(-0.1, behind)))
    } else player.video.playbackRate = this.rate.value
    player.run(on)
  }
}
