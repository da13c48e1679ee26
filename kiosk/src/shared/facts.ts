// What an entry of the process log says, in the reader's words.
import type { EntryView } from './api.gen'
import { shortHash, yuan, type Calendar } from './format'
import { has, t } from './i18n'

export interface Fact {
  name: string
  label: string
  value: string
  /** The value in full where it is a code that says nothing to people, and value is its beginning; else empty. */
  code: string
}

/** Where the value of a member may be a word of a list: how their keys in the catalogue begin. */
const lists: Record<string, string> = {
  answer: 'entry.answer.',
  cause: 'cause.',
  channel: 'report.draw.channel.',
  ground: 'recuse.ground.',
  reason: 'report.draw.reason.',
  role: 'access.role.',
  to: 'stage.',
  what: 'incident.',
}

/** factsOf returns the plain members of an entry's body in the order of their names; names are those of things by their ids. */
export function factsOf({ body }: Pick<EntryView, 'body'>, calendar: Calendar, names: Record<string, string> = {}): Fact[] {
  const said = Object.entries(body).filter(([name, text]) => name !== 'page' || text !== '0') // no page was named
  return said.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => {
    const value = names[text] ?? inWords(name, text, calendar)
    const code = value === text && isCode(text) ? text : ''
    return { name, label: has(`entry.field.${name}`) ? t(`entry.field.${name}`) : name, value: code ? shortened(code) : value, code }
  })
}

function inWords(name: string, text: string, calendar: Calendar): string {
  const list = lists[name]
  if (list && has(list + text)) return t(list + text)
  if (text === 'true' || text === 'false') return t(text === 'true' ? 'entry.yes' : 'entry.no')
  if (name.endsWith('_fen') && /^-?\d+$/.test(text)) return yuan(text)
  if (name.endsWith('_ms') && /^\d+$/.test(text)) return calendar.dateTime(Number(text))
  return text
}

/** Ids are told apart by their ends: they begin with the time. */
const shortened = (code: string) => (/^[0-9a-f]{8}-/.test(code) ? `… ${code.slice(-8)}` : shortHash(code))

/** A hash, a key, an id: long, without a space, and with digits among letters. */
const isCode = (text: string) => /^[\w+/=-]{20,}$/.test(text) && /\d/.test(text)
