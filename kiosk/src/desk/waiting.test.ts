import { expect, test } from 'vitest'
import type { LotBrief } from '@shared/api.gen'
import { Calendar } from '@shared/format'
import { grouped } from './waiting'

const now = Date.UTC(2026, 10, 23, 15, 59) // a minute before midnight in Shanghai
const lot = (number: string, stage: string, plannedMs = 0): LotBrief => ({ id: number, centre: '', number, stage, plannedMs, tenderNumber: '', tenderName: '', name: '', regime: '', room: '', next: '' })

test('what is due today comes first, by the day of the centre', () => {
  const groups = grouped(
    [lot('4', 'preparing'), lot('2', 'scheduled', now + 59_000), lot('3', 'scheduled', now + 60_000), lot('1', 'examining', now - 90_000_000), lot('6', 'sealed', now), lot('7', 'void'), lot('5', 'suspended')],
    now,
    (ms) => new Calendar('Asia/Shanghai').date(ms),
  )
  expect(Object.fromEntries(Object.entries(groups).map(([group, lots]) => [group, lots.map((l) => l.number)]))).toEqual({ today: ['1', '2', '5'], open: ['3', '4'], over: ['6', '7'] })
})
