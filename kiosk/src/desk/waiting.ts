// The order in which cases stand at the left of the desk: what waits for a
// person today first.
import type { LotBrief } from '@shared/api.gen'
import { running } from '@shared/stages'

/** today: a meeting runs or is planned for today; open: something is still to be done; over: sealed or void. */
export type Group = 'today' | 'open' | 'over'

const runs = [...running, 'suspended']
const ended = ['sealed', 'void']

/** grouped sorts cases into their groups, the earliest planned first; date names the day of an instant in the centre's zone. */
export function grouped(lots: LotBrief[], nowMs: number, date: (ms: number) => string): Record<Group, LotBrief[]> {
  const groups: Record<Group, LotBrief[]> = { today: [], open: [], over: [] }
  const when = (lot: LotBrief) => lot.plannedMs || Infinity
  for (const lot of [...lots].sort((a, b) => when(a) - when(b) || a.number.localeCompare(b.number))) {
    const today = runs.includes(lot.stage) || (lot.plannedMs > 0 && date(lot.plannedMs) === date(nowMs))
    groups[ended.includes(lot.stage) ? 'over' : today ? 'today' : 'open'].push(lot)
  }
  return groups
}
