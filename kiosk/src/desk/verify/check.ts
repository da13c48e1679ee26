// Checks the record of a draw part by part: docs/draw.md, sections 6 and 8.
// The twin of experts/draw/check.go and choose.go: both must say the same.
import { chainHash, compareBytes, cut, isHex, isNumber, lines, orderOf, ticketLine, type Ticket } from './hash'
import { limitsOf, seatsOf, type Limits, type Seat } from './plan'
import { NotARecord, type Ceremony, type ChoiceRecord, type Opened, type PanelRecord } from './record'
import { replay } from './replay'

export type State = 'checked' | 'not_contained' | 'broken'

export interface PartFound {
  part: string
  state: State
  /** The first member of the record that is not as it should be. */
  where?: string
}

/** Found is what was found of a record; the hashes are as computed. */
export interface Found {
  draw: string
  parts: PartFound[]
  pool_hash?: string
  seed?: string
  order?: string
}

/** say tells what was found of a part: broken if where is not empty. */
function say(part: string, where: string, otherwise: State): PartFound {
  return where ? { part, state: 'broken', where } : { part, state: otherwise }
}

/** member returns the first member of a list that is wrong, or "". */
function member<T>(list: string, values: T[], wrong: (value: T, i: number) => boolean): string {
  const at = values.findIndex(wrong)
  return at < 0 ? '' : `${list}.${at}`
}

/** check checks a record; it throws NotARecord if it is none. */
export function check(record: PanelRecord | ChoiceRecord): Found {
  return record.format === 'bidroom/draw-record' ? checkPanel(record) : checkChoice(record)
}

/** Pool is what a record says of the plan and the pool, read. */
interface Pool {
  seats: Seat[]
  limits: Limits
  items: { label: string; item: string }[]
  withheld: boolean
}

function poolOf(r: PanelRecord): Pool {
  const [seats, limits] = [seatsOf(r.seats), limitsOf(r.limits)]
  if (r.beacon) {
    const round = cut(r.beacon)[1]
    if (!/^(?:0|[1-9][0-9]{0,19})$/.test(round) || BigInt(round) >= 2n ** 64n) throw new NotARecord('beacon')
  }
  const counts = r.excluded.map((text) => cut(text)[1])
  const uncounted = member('excluded', counts, (count) => count !== '<5' && !isNumber(count))
  if (uncounted) throw new NotARecord(uncounted)
  const items = r.items.map((text) => {
    const [label, item] = cut(text)
    return { label, item }
  })
  return { seats, limits, items, withheld: counts.includes('<5') }
}

function checkPanel(r: PanelRecord): Found {
  const pool = poolOf(r)
  const found: Found = { draw: r.draw, parts: [] }
  const beacon = r.beacon ? [`${r.beacon} ${r.signature}`] : []
  found.parts.push(checkPool(r, pool, found), shares(r, r.beacon ? r.signature : ''), seed(r, r.pool_hash, beacon, found))
  if (r.beacon) found.parts.push(checkBeacon(r))
  const [behind, opened] = checkOpened(r, pool)
  const tickets = r.seed ? orderOf(r.seed, pool.items.map(({ label }) => label)) : null
  found.parts.push(opened, order(r, tickets, found), seats(r, pool, tickets, behind))
  return found
}

/** checkBeacon checks what the chain is, and that its round's signature is there with the public share. */
function checkBeacon(r: PanelRecord): PartFound {
  const other = r.beacon_chain && chainHash(r.beacon_chain) !== cut(r.beacon)[0]
  return say('beacon', other ? 'beacon_chain' : (r.signature === '') === (r.public === '') ? '' : 'signature', 'not_contained')
}

function checkPool(r: PanelRecord, { items, withheld }: Pool, found: Found): PartFound {
  const where = member('items', items, ({ label, item }, i) => !isHex(label, 32) || !isHex(item, 32) || (i > 0 && items[i - 1]!.label >= label))
  if (withheld) return say('pool', where, 'not_contained')
  const named = (word: string, list: string[]) => list.map((text) => `${word} ${text}`)
  found.pool_hash = lines([
    'bidroom/pool/1', r.draw, `rules ${r.rules}`, ...named('seat', r.seats), ...named('limit', r.limits), ...named('beacon', r.beacon ? [r.beacon] : []),
    ...named('exclusion', r.excluded), ...items.map(({ label, item }) => `${label} ${item}`),
  ])
  return say('pool', where || (found.pool_hash === r.pool_hash ? '' : 'pool_hash'), 'checked')
}

/** shares checks that each party revealed what it had committed to, and that nobody alone could steer the seed. */
function shares(r: Ceremony, signature = ''): PartFound {
  const parties = r.commitments.map((text) => text.split(' '))
  const where = committed(parties) || revealed(r) || (r.public || r.shares.length ? outsiders(r, parties, signature) : '')
  return say('shares', where, parties.length === 0 || r.shares.length < parties.length ? 'not_contained' : 'checked')
}

/** committed checks the parties: the server first, nobody twice. */
function committed(parties: string[][]): string {
  return member('commitments', parties, ([party, role, commitment = '', ...more], i) => {
    const twice = parties.slice(0, i).some(([other]) => other === party)
    return more.length > 0 || !isHex(commitment, 32) || (party === 'server') !== (i === 0) || (i === 0 && role !== 'system') || twice
  })
}

function revealed(r: Ceremony): string {
  let next = 0
  return member('shares', r.shares, (text) => {
    const [party = '', nonce = '', entered = '', ...more] = text.split(' ')
    while (next < r.commitments.length && !r.commitments[next]!.startsWith(`${party} `)) next++
    const commitment = r.commitments[next++]
    return !commitment || more.length > 0 || !isHex(nonce, 32) || !isHex(entered, 32) || !commitment.endsWith(` ${lines(['bidroom/commit/1', r.draw, party, nonce, entered])}`)
  })
}

/** outsiders checks that two roles committed, and that the public share is one and came from outside the centre: from a person there, or a beacon. */
function outsiders(r: Ceremony, parties: string[][], signature: string): string {
  if (new Set(parties.slice(1).map(([, role]) => role)).size < 2) return 'commitments'
  const dice = /^[1-6]+$/.test(r.public)
  if (dice ? r.public.length < 25 || r.public.length > 200 : !/^[0-9a-f]{16,200}$/.test(r.public)) return 'public'
  const inside = r.public === signature ? [''] : ['', 'staff', 'system']
  return inside.includes(r.public_role) ? 'public_role' : ''
}

function seed(r: Ceremony, drawnFrom: string, beacon: string[], found: Found): PartFound {
  const complete = r.commitments.length > 0 && r.shares.length === r.commitments.length && r.public !== ''
  if (complete) found.seed = lines(['bidroom/seed/1', drawnFrom, ...r.shares, r.public, ...beacon])
  return say('seed', r.seed === (found.seed ?? '') ? '' : 'seed', complete ? 'checked' : 'not_contained')
}

/** itemOf returns the commitment to what the seats need of an expert. */
function itemOf(o: Opened): string {
  const named = (word: string, list: string[]) => list.map((text) => `${word} ${text}`)
  return lines(['bidroom/pool-item/1', o.label, o.salt, ...named('specialty', o.specialties), `region ${o.region}`, ...named('employer', o.employers)])
}

/** checkOpened checks what stands behind labels, and returns it by label; nothing if something is wrong. */
function checkOpened(r: PanelRecord, { items }: Pool): [Map<string, Opened>, PartFound] {
  const behind = new Map<string, Opened>()
  let where = member('opened', r.opened, (o) => {
    const salted = /^[0-9a-fA-F]{32}$/.test(o.salt) && lines(['bidroom/label/1', r.draw, o.salt.toLowerCase(), o.expert]) === o.label
    const wrong = behind.has(o.label) || found(items, o.label)?.item !== itemOf(o) || !salted
    behind.set(o.label, o)
    return wrong
  })
  const drawn = new Set(r.fillings.map(({ label }) => label))
  where ||= member('unsealed', r.unsealed, (label) => !drawn.has(label))
  return [where ? new Map() : behind, say('opened', where, r.opened.length ? 'checked' : 'not_contained')]
}

/** found looks a label up in a list that is sorted, or broken. */
function found<T extends { label: string }>(items: T[], label: string): T | undefined {
  let [from, to] = [0, items.length]
  while (from < to) {
    const half = (from + to) >>> 1
    if (compareBytes(items[half]!.label, label) < 0) from = half + 1
    else to = half
  }
  return items[from]?.label === label ? items[from] : undefined
}

/** order compares the tickets of the record with those computed; null if they could not be. */
function order(r: PanelRecord, tickets: Ticket[] | null, found: Found): PartFound {
  if (!r.seed) return say('order', r.tickets.length ? 'tickets.0' : '', 'not_contained')
  if (!tickets) return say('order', isHex(r.seed, 32) ? 'items' : 'seed', 'checked')
  const all = tickets.map(ticketLine)
  found.order = lines(all)
  const drawn = new Set(r.fillings.map(({ label }) => label))
  const reach = tickets.findLastIndex(({ label }) => drawn.has(label)) + 1
  return say('order', member('tickets', r.tickets, (text, i) => text !== all[i]) || (r.tickets.length < reach ? 'tickets' : ''), 'checked')
}

function seats(r: PanelRecord, pool: Pool, tickets: Ticket[] | null, behind: Map<string, Opened>): PartFound {
  if (r.fillings.length === 0) return say('seats', '', 'not_contained')
  if (!tickets) return say('seats', 'fillings.0', 'broken')
  const exact = behind.size === pool.items.length
  return say('seats', replay(r.fillings, pool.seats, pool.limits, tickets, exact ? behind : null), exact ? 'checked' : 'not_contained')
}

const purposes = ['coefficient', 'rooms', 'seats', 'tie']

function checkChoice(c: ChoiceRecord): Found {
  if (!purposes.includes(c.purpose)) throw new NotARecord('purpose')
  const found: Found = { draw: c.draw, parts: [], pool_hash: lines(['bidroom/options/1', c.draw, c.purpose, ...c.options]) }
  const options = member('options', c.options, (option, i) => option === '' || /[\0-\x1f]/.test(option) || (i > 0 && compareBytes(c.options[i - 1]!, option) >= 0))
  found.parts.push(
    say('options', options || (found.pool_hash === c.options_hash ? '' : 'options_hash'), 'checked'),
    shares(c),
    seed(c, c.options_hash, [], found),
    say('order', misplaced(c, found), 'checked'),
  )
  return found
}

/** misplaced returns where the order is not that of the tickets. */
function misplaced(c: ChoiceRecord, found: Found): string {
  if (!isHex(c.seed, 32)) return 'seed'
  const behind = new Map(c.options.map((option) => [lines(['bidroom/option/1', c.draw, option]), option]))
  const tickets = behind.size === c.options.length ? orderOf(c.seed, [...behind.keys()]) : null
  if (!tickets) return 'options'
  const all = tickets.map(({ number, label }) => `${number} ${behind.get(label)!}`)
  const longer = all.length > c.order.length ? all : c.order
  const where = member('order', longer, (_, i) => c.order[i] !== all[i])
  if (!where) found.order = lines(all)
  return where
}
