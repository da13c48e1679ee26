// Where a moment is in the playlist of a feed, and which moment a place in it
// shows. A feed's playlist is its recordings one after another without the
// time between them: its own seconds know nothing of a gap, the spans do. A
// moment at which two spans meet, or overlap by what a reconnection took, is
// in the later one.
import type { FeedTimeline, GapView, SpanView } from '@shared/api.gen'

/** spanAt returns the span that shows a moment (UTC milliseconds), undefined in a gap. */
export function spanAt({ spans }: Pick<FeedTimeline, 'spans'>, atMs: number): SpanView | undefined {
  return spans.findLast((span) => span.fromMs <= atMs && atMs < span.toMs)
}

/** positionOf returns where a moment is in the playlist, in seconds; null if nothing shows it. */
export function positionOf(feed: Pick<FeedTimeline, 'spans'>, atMs: number): number | null {
  const span = spanAt(feed, atMs)
  return span ? span.startSec + (atMs - span.fromMs) / 1000 : null
}

/** spanOf returns the span that a place in the playlist belongs to; the first for a place before all, undefined if there is none. */
export function spanOf({ spans }: Pick<FeedTimeline, 'spans'>, positionSec: number): SpanView | undefined {
  return spans.findLast((span) => span.startSec <= positionSec) ?? spans[0]
}

/** momentOf returns which moment a place of a span shows, UTC milliseconds, never outside of the span. */
export function momentOf(span: SpanView, positionSec: number): number {
  return Math.min(span.toMs, Math.max(span.fromMs, Math.round(span.fromMs + (positionSec - span.startSec) * 1000)))
}

/**
 * grown returns a feed whose last span reaches to where its playlist does by
 * now (edgeSec), since a page reads the playlist more often than the timeline.
 * It never reaches past latestMs: what is later may be of a recording that the
 * timeline does not know yet.
 */
export function grown<Feed extends Pick<FeedTimeline, 'spans'>>(feed: Feed, edgeSec: number, latestMs: number): Feed {
  const last = feed.spans.at(-1)
  if (!last) return feed
  const toMs = Math.min(latestMs, Math.round(last.fromMs + (edgeSec - last.startSec) * 1000))
  return toMs > last.toMs ? { ...feed, spans: [...feed.spans.slice(0, -1), { ...last, toMs }] } : feed
}

/** What a feed shows at a moment that no span covers. */
export interface Absence {
  /** gap: something is missing. before, after: nothing was recorded yet, or any more. */
  kind: 'gap' | 'before' | 'after' | 'never'
  fromMs: number
  toMs: number
  /** Catalogue key below "cause."; empty if no cause was stated. */
  cause: string
}

/** absenceAt says why no span shows a moment, null if one does. */
export function absenceAt(feed: Pick<FeedTimeline, 'spans' | 'gaps'>, atMs: number): Absence | null {
  if (spanAt(feed, atMs)) return null
  const stated = feed.gaps.find((gap) => gap.fromMs <= atMs && atMs < gap.toMs)
  const before = feed.spans.findLast((span) => span.toMs <= atMs)
  const after = feed.spans.find((span) => span.fromMs > atMs)
  if (stated) return { kind: 'gap', ...within(stated, before, after), cause: stated.cause }
  if (before && after) return { kind: 'gap', fromMs: before.toMs, toMs: after.fromMs, cause: '' }
  if (after) return { kind: 'before', fromMs: -Infinity, toMs: after.fromMs, cause: '' }
  if (before) return { kind: 'after', fromMs: before.toMs, toMs: Infinity, cause: '' }
  return { kind: 'never', fromMs: -Infinity, toMs: Infinity, cause: '' }
}

/** A stated gap as far as no recording shows what it covers. */
function within({ fromMs, toMs }: GapView, before?: SpanView, after?: SpanView) {
  return { fromMs: Math.max(fromMs, before?.toMs ?? fromMs), toMs: Math.min(toMs, after?.fromMs ?? toMs) }
}

/** nextShown returns the first moment from atMs on that any of the feeds shows, null if none is left. */
export function nextShown(feeds: readonly Pick<FeedTimeline, 'spans'>[], atMs: number): number | null {
  const moments = feeds.flatMap(({ spans }) => spans.filter((span) => span.toMs > atMs).map((span) => Math.max(span.fromMs, atMs)))
  return moments.length ? Math.min(...moments) : null
}

/** lastShown returns the end of the last span of any feed, null if there is none. */
export function lastShown(feeds: readonly Pick<FeedTimeline, 'spans'>[]): number | null {
  const ends = feeds.flatMap(({ spans }) => spans.map((span) => span.toMs))
  return ends.length ? Math.max(...ends) : null
}
