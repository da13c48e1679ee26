// A result's numbers as people read them: with their units, and formulas with
// words for what the method's language calls mean, trim or if.
import type { DerivationLine, RankView, WorkingView } from './api.gen'
import { named, t } from './i18n'

const words = /\b(abs|and|ceil|clamp|count|floor|half_even|half_up|highest|if|ln|log|lowest|marks|max|mean|median|min|not|or|own|points|power|root|round|sqrt|sum|table|trim|where)\b/g

/** formulaWords puts the page's words for the functions of a formula. */
export function formulaWords(formula: string): string {
  return formula.replace(words, (word) => t(`result.fn.${word}`))
}

/** amount writes a number of a result with its unit: "45827661.60" of money is "45,827,661.60 元". */
export function amount(value: string, unit: string): string {
  if (value === 'yes' || value === 'no') return t(`scoring.value.${value}`)
  const [whole, ...fraction] = value.split('.')
  const text = unit === 'money' && /^-?\d+$/.test(whole!) ? [whole!.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.') : value
  if (unit === '' || unit === 'ratio') return text
  return t('result.amount', { amount: text, unit: t(`scoring.unit.${unit}`) })
}

/** exactly writes a value before rounding; a fraction with what it comes to. */
export function exactly({ exact, approx }: { exact: string; approx: string }): string {
  return approx ? t('result.approx', { exact, approx }) : exact
}

/** rounded says how a value was rounded, "" if it was not. */
export function rounded(line: { exact: string; approx: string; rounding: string; digits: string }): string {
  return line.rounding && t('result.rounded', { exact: exactly(line), how: t(`scoring.rounding.${line.rounding}`, { digits: line.digits }) })
}

/** lineName is what a number is called; the points of a thing are not the thing. */
export function lineName(line: DerivationLine): string {
  const name = named(line.names) || line.name
  return line.name.startsWith('points(') ? t('result.mostOf', { name }) : name
}

/** setAside names what a trimmed mean left out: bidders by letter, members by seat. */
export function setAside(working: WorkingView, ranking: RankView[]): string {
  return working.setAside
    .map((id) => {
      const seat = /^seat:(\d+)$/.exec(id)?.[1]
      const bid = ranking.find((rank) => rank.bid === id)
      return seat ? t('result.seat', { seat }) : bid ? t('result.bidder', { letter: bid.letter, name: bid.bidder }) : id
    })
    .join(t('result.and'))
}

/** whyUnranked says why a bid has no rank, "" if it has one. */
export function whyUnranked(rank: RankView, derivation: DerivationLine[]): string {
  if (!rank.unranked) return ''
  const line = derivation.find(({ name }) => name === rank.failed)
  return t(`scoring.unranked.${rank.unranked}`, { name: line ? lineName(line) : rank.failed })
}
