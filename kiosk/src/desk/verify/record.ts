// The records of docs/draw.md, sections 5 and 8, as they are read from a file.
// The twin of ReadRecord and ReadChoice in experts/draw.

export interface Filling {
  seat: string
  label: string
  reason: string
  skips: string[]
}

export interface Opened {
  label: string
  salt: string
  expert: string
  specialties: string[]
  region: string
  employers: string[]
}

/** Ceremony is what every record holds of how its seed came about. */
export interface Ceremony {
  draw: string
  commitments: string[]
  shares: string[]
  public: string
  public_role: string
  seed: string
}

export interface PanelRecord extends Ceremony {
  format: 'bidroom/draw-record'
  rules: string
  seats: string[]
  limits: string[]
  beacon: string
  beacon_chain: string
  excluded: string[]
  items: string[]
  pool_hash: string
  signature: string
  tickets: string[]
  fillings: Filling[]
  unsealed: string[]
  opened: Opened[]
}

export interface ChoiceRecord extends Ceremony {
  format: 'bidroom/choice-record'
  purpose: string
  options: string[]
  options_hash: string
  order: string[]
}

/** NotARecord says that a file is no record of a draw, and at which member that shows; "" for all of it. */
export class NotARecord extends Error {
  constructor(readonly where: string) {
    super(`not a record of a draw: ${where}`)
  }
}

type Form = 'text' | 'texts' | { each: Record<string, Form> }

const filling: Record<string, Form> = { seat: 'text', label: 'text', reason: 'text', skips: 'texts' }
const opened: Record<string, Form> = { label: 'text', salt: 'text', expert: 'text', specialties: 'texts', region: 'text', employers: 'texts' }
const ceremony: Record<string, Form> = { format: 'text', v: 'text', draw: 'text', former: 'text', reason: 'text', commitments: 'texts', shares: 'texts', public: 'text', public_role: 'text', seed: 'text' }
const forms: Record<string, Record<string, Form>> = {
  'bidroom/draw-record': {
    ...ceremony, rules: 'text', seats: 'texts', limits: 'texts', beacon: 'text', beacon_chain: 'text', excluded: 'texts', dismissed: 'text', unknown: 'text', items: 'texts',
    pool_hash: 'text', signature: 'text', tickets: 'texts', fillings: { each: filling }, unsealed: 'texts', opened: { each: opened }, void: 'text',
  },
  'bidroom/choice-record': { ...ceremony, purpose: 'text', options: 'texts', options_hash: 'text', order: 'texts' },
}

/** readRecord reads a record of either format; what is missing is empty, what is unknown is refused. */
export function readRecord(text: string): PanelRecord | ChoiceRecord {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new NotARecord('')
  }
  const { format, v } = object(value, '')
  if (typeof format !== 'string' || !Object.hasOwn(forms, format)) throw new NotARecord('format')
  if (v !== '1') throw new NotARecord('v')
  return shaped(value, forms[format]!, '') as unknown as PanelRecord | ChoiceRecord
}

function object(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NotARecord(where)
  return value as Record<string, unknown>
}

function shaped(value: unknown, form: Record<string, Form>, where: string): Record<string, unknown> {
  const given = object(value, where)
  const at = (name: string) => (where ? `${where}.${name}` : name)
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(form, name))
  if (unknown !== undefined) throw new NotARecord(at(unknown))
  return Object.fromEntries(Object.entries(form).map(([name, kind]) => [name, member(given[name] ?? null, kind, at(name))]))
}

function member(value: unknown, kind: Form, where: string): unknown {
  if (kind === 'text') return value === null ? '' : textOf(value, where)
  if (value === null) return []
  if (!Array.isArray(value)) throw new NotARecord(where)
  return value.map((one, i) => (kind === 'texts' ? textOf(one, `${where}.${i}`) : shaped(one, kind.each, `${where}.${i}`)))
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new NotARecord(where)
  return value
}
