// What the demo's first lot is made of, and what must come of it: figures
// worked out by hand from its method (cn-works-baseline) and from the marks
// that the test gives.
import { randomInt } from 'node:crypto'

export const lot = '2026-017-01'
export const room = '第一评标室'
export const letters = 'ABCDEF'
/** The bid that four of the five members fail. */
export const rejected = 'F'
export const failing = { letter: rejected, item: '安全生产许可证', reason: '安全生产许可证已过有效期', page: '3' }
export const ground = '投标人不符合规定的资格条件'
/** How many items of a bid are passed or failed. */
export const items = 12

/** The record of the opening, bid by bid; the prices are those of the bids' letters, between 90 and 98 percent of the ceiling of 48,600,000 yuan. */
export const opening = [44_760_600, 45_586_800, 46_267_200, 46_996_200, 43_885_800, 47_628_000].map((yuan, i) => ({ yuan, duration: `${180 + i * 5} 日历天`, quality: '合格', security: '投标保函，符合要求' }))

const technical: Record<string, number> = { construction: 80, quality_plan: 50, safety_plan: 50, environment: 30, schedule: 50, resources: 40 } // tenths of a point
const commercial: Record<string, (bid: number) => number> = { company_works: (bid) => 40 - (bid % 2) * 10, manager_works: () => 30, credit: (bid) => 30 - (bid % 3) * 5 }
export const criteria = [...Object.keys(technical), ...Object.keys(commercial)]

/** mark is what a member gives: the same as all others where the criterion is objective; else less for each later bid, and a tenth less at the odd seats. */
export function mark(seat: number, letter: string, criterion: string): string {
  const bid = letters.indexOf(letter)
  const tenths = commercial[criterion]?.(bid) ?? technical[criterion]! - 2 * bid - (seat % 2)
  return (tenths / 10).toString()
}

/**
 * The ranking that comes of these prices and marks. Five bids pass, so the
 * highest and the lowest price are set aside: the mean of the others is
 * 45,538,200.00, the benchmark (48,600,000 × 0.4 + 45,538,200 × 0.6) × 0.98 =
 * 45,827,661.60. A stands 2.33 % below and loses half a point for each, C 0.96
 * % above and loses a whole one. The mean of the five members' technical marks
 * is 29.64 for A, and 1.20 less for each bid that follows.
 */
export const benchmark = '45,827,661.60'
export const ranking = [
  { letter: 'A', technical: '29.64', commercial: '10.00', price: '58.84', total: '98.48' },
  { letter: 'B', technical: '28.44', commercial: '8.50', price: '59.74', total: '96.68' },
  { letter: 'C', technical: '27.24', commercial: '9.00', price: '59.04', total: '95.28' },
  { letter: 'D', technical: '26.04', commercial: '9.00', price: '57.45', total: '92.49' },
  { letter: 'E', technical: '24.84', commercial: '9.50', price: '57.88', total: '92.22' },
]

/** throwDice throws dice, as people do at the table. */
export const throwDice = (count: number) => Array.from({ length: count }, () => randomInt(1, 7)).join(' ')

/** A register file of two experts, of whom the second's identity number is wrong in its last character. */
export const registerFile = {
  name: '新增专家.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from('\ufeff身份证号,姓名,手机号,评审专业代码,职称\r\n110101199003070011,王喆,13800000000,B080101,高级工程师\r\n110101199003070012,刘桐,13800000001,B080101,工程师\r\n'),
}
