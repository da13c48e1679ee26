// Generated from the shapes of server/api; do not edit.
import type { LotBrief, MeetingView } from './lot.gen'
import type { RoomView } from './place.gen'

export interface CheckpointView {
  note: string
  proof: string[]
}

export interface EntryView {
  seq: number
  kind: string
  text: string
  atMs: number
  actor: string
  role: string
  body: Record<string, string>
  feed: string
}

export interface FeedTimeline {
  id: string
  name: string
  seat: number
  playlist: string
  spans: SpanView[]
  gaps: GapView[]
}

export interface FeedView {
  id: string
  name: string
  seat: number
  live: boolean
  health: string[]
  sinceMs: number
}

export interface GapView {
  fromMs: number
  toMs: number
  cause: string
}

export interface QueueItem {
  id: string
  lot: string
  room: string
  what: string
  args: Record<string, string>
  atMs: number
  weight: number
}

export interface SpanView {
  recording: string
  fromMs: number
  toMs: number
  startSec: number
}

export interface TimelineView {
  fromMs: number
  toMs: number
  feeds: FeedTimeline[]
}

export interface WallRoom {
  room: RoomView
  remote: RoomView | null
  lot: LotBrief | null
  meeting: MeetingView | null
  feeds: FeedView[]
}

export interface WallView {
  rooms: WallRoom[]
  queue: QueueItem[]
}
