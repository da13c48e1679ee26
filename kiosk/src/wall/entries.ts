// What of the process log people follow, and what an entry says in short.
import type { EntryView, FeedView } from '@shared/api.gen'

/**
 * Kinds that a log for people leaves out: what the program writes every few
 * seconds by itself, and who watches. The desk lists them all.
 */
export const unlisted = ['recording.segment', 'drafts.digested', 'files.read', 'watch.began', 'watch.ended']

/** Kinds that say of something out of order. */
const wrong = new Set(['incident.raised', 'recording.gap', 'meeting.suspended', 'meeting.returned', 'meeting.voided', 'member.left', 'member.recused', 'rejection.decided', 'report.dissented'])

/** isWrong reports whether an entry is about something out of order. */
export const isWrong = ({ kind }: EntryView) => wrong.has(kind)

/** join puts newer entries behind older ones; an entry that is there already is not put twice. */
export function join(older: readonly EntryView[], newer: readonly EntryView[]): EntryView[] {
  const last = older.at(-1)?.seq ?? -1
  return [...older, ...newer.filter(({ seq }) => seq > last)]
}

/** seatOf returns the seat that an entry is about, 0 if it is about none. */
export const seatOf = ({ body }: EntryView) => (/^[1-9]\d{0,3}$/.test(body.seat ?? '') ? Number(body.seat) : 0)

/**
 * feedOf returns which feed shows what an entry says: the one that the server
 * or the entry names, else the camera of the seat that acted; undefined if
 * none does.
 */
export function feedOf<Feed extends Pick<FeedView, 'id' | 'seat'>>(entry: EntryView, feeds: readonly Feed[]): Feed | undefined {
  const named = feeds.find(({ id }) => id === entry.feed) ?? feeds.find(({ id }) => id === entry.body.feed)
  const seat = seatOf(entry)
  return named ?? (seat ? feeds.find((feed) => feed.seat === seat) : undefined)
}

/** current returns the place of the last entry that is not after atMs in entries ordered by time, -1 if all are. */
export function current(entries: readonly EntryView[], atMs: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.atMs <= atMs) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Kinds that get a mark on the timeline beside what is out of order: few enough to be told apart. */
const marked = new Set(['meeting.opened', 'meeting.advanced', 'meeting.resumed', 'meeting.tallied', 'meeting.sealed', 'member.checked_in', 'sheet.submitted', 'report.issued', 'report.signed'])

/** isMark reports whether an entry gets a mark on the timeline. */
export const isMark = (entry: EntryView) => marked.has(entry.kind) || isWrong(entry)
