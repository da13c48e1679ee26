// The bids of a trial: what is typed, and where nothing is, a stated example, so
// that there is a ranking from the first moment.
import { compare, decimalOf } from '@shared/decimal'
import { isObject, listAt, textAt, type Json, type JsonObject } from './json'
import { isPoints, leaves } from './tree'

export const letters = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export const fewestBids = 3

/** What somebody typed for a trial, each by what it is of; what is not typed is not there. */
export interface Trial {
  bids: number
  members: number
  /** Bids that do not pass the examination. */
  failed: string[]
  /** Fen, by bid. */
  prices: Record<string, string>
  /** By "1 A plan": member, bid, criterion. */
  marks: Record<string, string>
  /** Decimals as they are typed, by "A months": bid and value. */
  values: Record<string, string>
  params: Record<string, string>
  drawn: Record<string, string>
}

export const untried = (): Trial => ({ bids: 4, members: 3, failed: [], prices: {}, marks: {}, values: {}, params: {}, drawn: {} })

/** What the tender documents of a lot state themselves, in fen. */
export interface Stated {
  ceilingFen: string
  budgetFen: string
}

/** What an example price is, in ten thousandths of the ceiling price. */
const shares = [9200n, 9500n, 9700n, 8900n, 9350n, 9900n]
/** How much of what a criterion can earn an example mark is, in percent, by bid; and what a member adds to it. */
const grades = [88, 92, 80, 84, 76, 90]
const leanings = [0, 4, -4, 2, -2, 6, -6]

const unstated = '1000000000' // fen: ten million yuan

/** ceilingFen is the price that example prices are taken from. */
export function ceilingFen(trial: Trial, stated: Stated): string {
  const typed = trial.params.ceiling_fen ?? ''
  return /^[1-9]\d*$/.test(typed) ? typed : stated.ceilingFen !== '0' && stated.ceilingFen ? stated.ceilingFen : unstated
}

export function examplePrice(bid: string, trial: Trial, stated: Stated): string {
  return String((BigInt(ceilingFen(trial, stated)) * shares[letters.indexOf(bid as 'A')]!) / 10000n)
}

/** exampleMark is a mark that the criterion allows, "" if its numbers cannot be read. */
export function exampleMark(node: JsonObject, bid: string, member: number): string {
  const [max, min, step] = [decimalOf(textAt(node, ['max'])), decimalOf(textAt(node, ['min']) || '0'), decimalOf(textAt(node, ['step']) || '0.01')]
  if (max === null || min === null || step === null) return ''
  const digits = Math.max(...[max, min, step].map((text) => text.split('.')[1]?.length ?? 0))
  const scaled = (text: string) => BigInt(text.split('.')[0]! + (text.split('.')[1] ?? '').padEnd(digits, '0'))
  const [most, least, by] = [scaled(max), scaled(min), scaled(step)]
  if (by <= 0n || most <= least) return ''
  const grade = BigInt(grades[letters.indexOf(bid as 'A')]! + (node.objective === true ? 0 : leanings[(member - 1) % leanings.length]!))
  const mark = least + (((most - least) * grade) / 100n / by) * by
  const text = String(mark < 0n ? -mark : mark).padStart(digits + 1, '0')
  return decimalOf((mark < 0n ? '-' : '') + (digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text))!
}

/** keyOf returns under which name a number is given: money in fen. */
export const keyOf = (one: Json): string => textAt(one, ['id']) + (textAt(one, ['unit']) === 'money' ? '_fen' : '')

/** exampleNumber is a number that a method allows, as it is given; "" where its default holds. */
export function exampleNumber(one: Json, nth = 0, stated?: Stated): string {
  const [min, max] = [textAt(one, ['min']), textAt(one, ['max'])].map((text) => decimalOf(text) ?? '')
  const options = listAt(one, ['one_of']).filter((option) => typeof option === 'string')
  if (stated && keyOf(one) === 'ceiling_fen' && Number(stated.ceilingFen)) return stated.ceilingFen
  if (stated && keyOf(one) === 'budget_fen' && Number(stated.budgetFen)) return stated.budgetFen
  if (textAt(one, ['default'])) return ''
  const money = textAt(one, ['unit']) === 'money'
  const usual = money ? '10000000' : String(10 + nth)
  const value = options.length ? options[Math.floor(options.length / 2)]! : max && compare(usual, max) > 0 ? max : min && compare(usual, min) < 0 ? min : usual
  return money ? fenOfDecimal(value) : value
}

/** fenOfDecimal returns yuan as a method's file has them in fen. */
export function fenOfDecimal(yuan: string): string {
  const [whole, fraction = ''] = (decimalOf(yuan) ?? '0').split('.') as [string, string?]
  return decimalOf(whole + fraction.padEnd(2, '0').slice(0, 2) + (fraction.length > 2 ? `.${fraction.slice(2)}` : ''))!
}

/** bidsOf returns the letters of the bids that are tried. */
export const bidsOf = (trial: Trial): string[] => letters.slice(0, trial.bids)

/** given returns the numbers of a kind, typed or as examples, as the engine takes them. */
function given(root: Json, list: string, typed: (key: string) => string | undefined, nth: number, stated?: Stated): Record<string, string> {
  const pairs = listAt(root, [list]).filter(isObject).map((one) => [keyOf(one), typed(keyOf(one)) || exampleNumber(one, nth, stated)] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value))
}

/** inputOf returns the bids and marks of a trial as the server takes them. */
export function inputOf(root: Json, trial: Trial, stated: Stated) {
  const bids = bidsOf(trial)
  const marked = leaves(root).filter(({ node }) => isPoints(node))
  const standing = bids.filter((bid) => !trial.failed.includes(bid))
  return {
    params: given(root, 'params', (key) => trial.params[key], 0, stated),
    drawn: given(root, 'drawn', (key) => trial.drawn[key], 0),
    bids: bids.map((bid, i) => ({
      id: bid, price_fen: trial.prices[bid] || examplePrice(bid, trial, stated), opened: true, passed: standing.includes(bid),
      values: given(root, 'values', (key) => trial.values[`${bid} ${key}`], i),
    })),
    marks: Array.from({ length: trial.members }, (_, i) => i + 1).flatMap((member) =>
      standing.flatMap((bid) => marked.map(({ node }) => {
        const criterion = textAt(node, ['id'])
        return { member: String(member), bid, criterion, value: trial.marks[`${member} ${bid} ${criterion}`] || exampleMark(node, bid, member) }
      })),
    ),
  }
}
