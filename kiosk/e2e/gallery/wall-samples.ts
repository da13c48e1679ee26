// Sample answers of the server for the wall: three rooms, one in trouble.
import type { EntryView, FeedView, MeetingView, QueueItem, WallRoom, WallView } from '../../src/shared/api.gen'
import type { Answers } from './pages'
import { evaluating } from './desk-samples'
import { desk, lots } from './samples'

export const now = Date.UTC(2026, 10, 23, 6, 5, 32)
const feeds = (n: number): FeedView[] => Array.from({ length: n }, (_, i) => ({ id: `kiosk-${i + 1}/camera`, name: `席位 ${i + 1}`, seat: i + 1, live: true, health: [], sinceMs: now - 3e6 }))
const room = (id: string, name: string, stage: string, lot: number, all: FeedView[], more: Partial<MeetingView> = {}): WallRoom => ({
  room: { id, centre: '清河县公共资源交易中心', name, seats: 5, offered: false, kiosks: [], lot: `L${lot}`, guest: '', version: 1 }, remote: null, feeds: all,
  lot: { ...lots.items[lot % lots.items.length]!, id: `L${lot}`, stage },
  meeting: { ...evaluating.meeting!, room: id, roomName: name, stage, openedMs: now - 35e5, incidents: [], pauses: [], tied: false, ...more },
})
const seats = evaluating.meeting!.seats
const ill = feeds(5).map((feed, i) => (i === 3 ? { ...feed, live: false, health: [], sinceMs: now - 95_000 } : i === 4 ? { ...feed, health: ['no_sound'] } : feed))

/** The last two feeds of a room are in the remote room of another centre. */
const inTwo = (one: WallRoom): WallRoom => ({
  ...one, remote: { ...one.room, id: 'r9', centre: '临溪县公共资源交易中心', name: '远程评标室' }, meeting: { ...one.meeting!, remote: 'r9', remoteName: '临溪县公共资源交易中心 远程评标室' },
  feeds: one.feeds.map((feed, i) => ({ ...feed, name: `${i < 3 ? one.room.name : '远程评标室'} ${feed.name}` })),
})

export const rooms: WallRoom[] = [
  room('r1', '一号评标室', 'evaluating', 0, ill, { tied: true, incidents: evaluating.meeting!.incidents }),
  inTwo(room('r2', '二号评标室', 'suspended', 1, feeds(5), { held: 'examining', pauses: [{ fromMs: now - 420_000, toMs: 0, reason: '成员身体不适，等候医护人员。' }], seats: seats.map((seat) => ({ ...seat, submitted: false, findingsDone: seat.no * 2, present: seat.no !== 4 })) })),
  room('r3', '三号评标室', 'assembling', 2, [], { openedMs: now - 240_000, seats: seats.map((seat) => ({ ...seat, present: seat.no < 3 })) }),
]
const item = (id: string, at: string, what: string, args: Record<string, string>, ago: number): QueueItem => ({ id, lot: 'L0', room: at, what, args, atMs: now - ago, weight: 1 })
export const queue: QueueItem[] = [
  item('q1', 'r1', 'feed_lost', { feed: '席位 4' }, 95_000),
  item('q2', 'r1', 'equipment', { text: '机位 4 停电，十分钟后恢复。' }, 2e6),
  item('q4', 'r2', 'log_fork', { text: `bidroom/lot/${'0123456789abcdef'.repeat(4)}` }, 5e4),
  item('q5', 'r1', 'member_alert', { seat: '2' }, 5e5),
  item('q3', 'r1', 'no_sound', { feed: '席位 5' }, 31_000),
]
const entry = (seq: number, kind: string, ago: number, role: string, body: Record<string, string> = {}, feed = ''): EntryView => ({ seq, kind, text: '', atMs: now - ago, actor: 'a', role, body, feed })
export const entries: EntryView[] = [
  entry(40, 'meeting.opened', 35e5, 'staff', { room: 'r1' }),
  ...[1, 2, 3, 4, 5].flatMap((seat) => [entry(40 + seat * 3, 'recording.started', 349e4 - seat * 9e4, 'system', { feed: `kiosk-${seat}/camera`, file: 'x.mp4' }), entry(41 + seat * 3, 'member.checked_in', 348e4 - seat * 9e4, 'kiosk', { seat: String(seat) })]),
  entry(70, 'meeting.advanced', 29e5, 'staff', { to: 'declaring' }),
  ...[1, 2, 3, 4, 5].map((seat) => entry(70 + seat, 'member.declared', 28e5 - seat * 2e4, 'member', { seat: String(seat) })),
  entry(80, 'incident.raised', 2e6, 'supervisor', { what: 'equipment', text: '机位 4 停电，十分钟后恢复。' }),
  entry(81, 'meeting.suspended', 199e4, 'supervisor', { reason: '停电' }),
  entry(82, 'recording.gap', 14e5, 'system', { feed: 'kiosk-4/camera', cause: 'device' }),
  entry(83, 'meeting.resumed', 13e5, 'supervisor', { reason: '供电恢复' }),
  ...[1, 2].map((seat) => entry(90 + seat, 'sheet.submitted', 4e5 - seat * 9e4, 'member', { seat: String(seat) })),
]

export const wall = (view: WallView = { rooms, queue }): Answers => ({
  ...desk('supervisor'),
  'GET /api/wall': () => ({ json: view }),
  'GET /api/lots/L0/log': () => ({ json: { items: entries, total: 96 } }),
  'GET /api/lots/L1/log': () => ({ json: { items: entries, total: 96 } }),
  'GET /api/lots/L2/log': () => ({ json: { items: [], total: 0 } }),
})
