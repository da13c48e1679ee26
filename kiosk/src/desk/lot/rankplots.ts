// What a ranking hangs on, as plots: how far the bids are apart, and where each
// would stand without each member. Positions are drawn from the server's
// decimals; numbers are written as they came.
import type { RankView, WithoutView } from '@shared/api.gen'
import type { PlotOption } from '@shared/plot'

/** Of more bids than these a plot shows the first. */
export const mostDrawn = 12

const words = { color: 'var(--ink)', fontFamily: 'inherit', fontSize: 15 }
const line = { lineStyle: { color: 'var(--line)' } }

/** The first bids that have a rank. */
export const drawnOf = (ranking: RankView[]) => ranking.filter(({ rank, total }) => rank > 0 && total !== '').slice(0, mostDrawn)

/** The same, and those that would be first without somebody. */
export function drawnWithout(ranking: RankView[], without: WithoutView[]): RankView[] {
  const first = new Set(without.flatMap((one) => one.ranking.filter(({ rank }) => rank === 1).map(({ bid }) => bid)))
  const drawn = drawnOf(ranking)
  return [...drawn, ...ranking.filter((one) => one.rank > 0 && first.has(one.bid) && !drawn.includes(one))]
}

/** totalsOf draws every bid's total on one scale, the best above, each with its number. */
export function totalsOf(bids: RankView[], write: (total: string) => string): PlotOption {
  return {
    grid: { left: 8, right: 150, top: 8, bottom: 28, containLabel: true },
    xAxis: { type: 'value', scale: true, boundaryGap: ['4%', 0], axisLabel: { ...words, color: 'var(--ink-2)', hideOverlap: true }, splitLine: line, axisLine: { show: false } },
    yAxis: { type: 'category', inverse: true, data: bids.map(({ letter }) => letter), axisLabel: words, axisTick: { show: false }, axisLine: line, splitLine: { show: true, ...line } },
    series: [{
      type: 'scatter', symbolSize: 13, silent: true,
      data: bids.map(({ total, rank }, i) => ({ value: [Number(total), i], symbol: rank === 1 ? 'diamond' : 'circle', symbolSize: rank === 1 ? 18 : 13 })),
      itemStyle: { color: 'var(--accent)', opacity: 1 },
      label: { ...words, show: true, position: 'right', distance: 10, formatter: ({ dataIndex }: { dataIndex: number }) => write(bids[dataIndex]!.total) },
    }],
  }
}

/**
 * withoutOf draws each bid's rank with all members and without each, one line a
 * bid, so that lines cross where the order changes. Who is first has a diamond.
 */
export function withoutOf(bids: RankView[], without: WithoutView[], all: string, seat: (seat: number) => string): PlotOption {
  const asked = without.filter(({ ranking }) => ranking.length)
  const ranks = (bid: RankView) => [bid.rank, ...asked.map(({ ranking }) => ranking.find((one) => one.bid === bid.bid)?.rank || null)]
  const lowest = Math.max(1, ...bids.flatMap(ranks).map((rank) => rank ?? 1))
  return {
    grid: { left: 12, right: 12, top: 32, bottom: 12, containLabel: true },
    xAxis: {
      type: 'category', data: [all, ...asked.map((one) => (one.changed ? `${seat(one.seat)} ≠` : seat(one.seat)))], axisTick: { show: false }, axisLine: line,
      axisLabel: { ...words, interval: 0, margin: 16, formatter: (name: string) => (name.endsWith('≠') ? `{changed|${name}}` : name), rich: { changed: { ...words, fontWeight: 700, color: 'var(--red)' } } },
    },
    yAxis: { type: 'value', inverse: true, min: 1, max: lowest, interval: 1, axisLabel: words, splitLine: line },
    series: bids.map((bid) => ({
      type: 'line', silent: true, connectNulls: false,
      lineStyle: { color: bid.rank === 1 ? 'var(--accent)' : 'var(--ink-2)', width: bid.rank === 1 ? 4 : 2 },
      itemStyle: { color: bid.rank === 1 ? 'var(--accent)' : 'var(--ink-2)' },
      data: ranks(bid).map((rank) => ({ value: rank, symbol: rank === 1 ? 'diamond' : 'circle', symbolSize: rank === 1 ? 18 : 9, label: { ...words, show: rank !== null, position: 'top', formatter: bid.letter, fontWeight: rank === 1 ? 700 : 400 } })),
    })),
  }
}
