// Sample answers of the server for the shells.
import type { KioskState, LotBrief, Me, Page } from '../../src/shared/api.gen'
import type { Answers } from './pages'

const now = Date.UTC(2026, 10, 23, 6, 5, 32)

export const centre = { id: 'c', name: '清河县公共资源交易中心', several: false, timeZone: 'Asia/Shanghai', fingerprint: '3f9a 10c2 77de 41b0', logKey: '' }

export const me = (role: string | null, more: Partial<Me> = {}): Me => ({
  account: role ? { id: 'a', centre: 'c', login: 'li', name: '李敏', role, kind: '', disabled: false, second: false, keeps: true, version: 1 } : null,
  csrf: 'x', centre, serverMs: now, setup: false, demo: true, ...more,
})

const lot = (number: string, name: string, stage: string, plannedMs = 0): LotBrief => ({
  id: number, centre: centre.name, tenderNumber: number.slice(0, 8), tenderName: '清河县第二中学迁建工程', number, name, regime: 'tendering', stage, room: plannedMs ? '一号评标室' : '', plannedMs, next: '',
})
export const lots: Page<LotBrief> = {
  items: [lot('2026-017-01', '教学楼施工', 'examining', now - 3_600_000), lot('2026-017-02', '监理服务', 'scheduled', now + 7_200_000), lot('2026-021-01', '实验设备采购', 'preparing'), lot('2026-009-01', '乡道改造施工', 'sealed', now - 864_000_000)],
  total: 4,
}

export const desk = (role: string | null, more: Partial<Me> = {}): Answers => ({
  'GET /api/me': () => ({ json: me(role, more) }),
  'GET /api/time': () => ({ json: { ms: now } }),
  'GET /api/lots': () => ({ json: lots }),
  'GET /api/wall': () => ({ json: { rooms: [], queue: [] } }),
})

const kiosk = { id: 'k', room: 'r', seat: 3, name: '机位 3', fingerprint: '7KQ2-M9XD', pairedMs: now, online: true }
export const idle: KioskState = { kiosk, roomName: '一号评标室', serverMs: now, lot: null, member: null, feed: '', announced: [], duty: 'none' }

/** The rules by which a bidder is asked in writing. */
export const askingRules = { clause: '招标投标法实施条例 第五十二条', lowBidClause: '财库〔2026〕2号', lowBidMinutes: 30, mostMinutes: 4320, mostQuestions: 20, mostQuestion: 1000, corrections: ['opening_table', 'words', 'decimal', 'unit_prices'].map((rule) => ({ rule, keeps: rule === 'opening_table' || rule === 'decimal' })), correctionClause: '政府采购货物和服务招标投标管理办法 第五十九条', mostCorrections: 10, lowBids: [] }

/** A kiosk that the server knows (state), or one that is to be paired (null). */
export const device = (state: KioskState | null): Answers => ({
  'GET /api/me': () => ({ json: me(null) }),
  'GET /api/time': () => ({ json: { ms: now } }),
  'POST /api/kiosk/challenge': () => (state ? { json: { challenge: 'c' } } : { status: 401, json: { kind: 'unauthenticated', reasons: [] } }),
  'POST /api/kiosk/session': () => ({ json: { token: 't', expiresMs: now + 900_000 } }),
  'POST /api/kiosk/pairings': () => ({ json: { id: 'p', fingerprint: '7KQ2-M9XD', createdMs: now, expiresMs: now + 120_000, kiosk: '' } }),
  'GET /api/kiosk/pairings/p': () => ({ json: { id: 'p', fingerprint: '7KQ2-M9XD', createdMs: now, expiresMs: now + 120_000, kiosk: '' } }),
  'GET /api/kiosk/state': () => ({ json: state }),
})
