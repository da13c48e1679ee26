// What an entry of the process log says, in the reader's words.
import type { EntryView } from './api.gen'
import { changedFields } from './changed'
import { shortHash, yuan, type Calendar } from './format'
import { has, t } from './i18n'

export interface Fact {
  name: string
  label: string
  value: string
  /** The value in full where it is a code that says nothing to people, and value is its beginning; else empty. */
  code: string
}

/** Members of which the value is a word of a list, by kind of entry: how the keys of the list begin. What people typed is no such word. */
const lists: Record<string, string> = {
  'account.changed.of': 'access.kind.',
  'account.changed.role': 'access.role.',
  'account.created.of': 'access.kind.',
  'account.created.role': 'access.role.',
  'draw.answered.answer': 'entry.answer.',
  'draw.answered.channel': 'report.draw.channel.',
  'draw.attempted.channel': 'report.draw.channel.',
  'draw.attempted.outcome': 'entry.outcome.',
  'draw.options.purpose': 'desk-choice.purpose.',
  'draw.invited.channel': 'report.draw.channel.',
  'draw.replaced.reason': 'report.draw.reason.',
  'facts.confirmed.about': 'desk-draw.subject.',
  'facts.confirmed.asked': 'desk-facts.asked.',
  'assessment.answered.by': 'access.role.',
  'assessment.made.by': 'access.role.',
  'assessment.replied.by': 'access.role.',
  'facts.declined.about': 'desk-draw.subject.',
  'facts.declined.asked': 'desk-facts.asked.',
  'facts.proposed.about': 'desk-draw.subject.',
  'facts.proposed.asked': 'desk-facts.asked.',
  'facts.stated.about': 'desk-draw.subject.',
  'facts.stated.asked': 'desk-facts.asked.',
  'incident.raised.what': 'incident.',
  'meeting.advanced.to': 'stage.',
  'meeting.returned.to': 'stage.',
  'member.recused.ground': 'recuse.ground.',
  'register.viewed.part': 'entry.part.',
  'recording.ended.cause': 'cause.',
  'recording.gap.cause': 'cause.',
}

/** factsOf returns the plain members of an entry's body in the order of their names; names are those of things by their ids. */
export function factsOf({ kind, body }: Pick<EntryView, 'kind' | 'body'>, calendar: Calendar, names: Record<string, string> = {}): Fact[] {
  const said = Object.entries(body).filter(([name, text]) => name !== 'page' || text !== '0') // no page was named
  return said.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => {
    const value = Object.hasOwn(names, text) ? names[text]! : inWords(kind, name, text, calendar)
    const code = value === text && isCode(text) ? text : ''
    return { name, label: has(`entry.field.${name}`) ? t(`entry.field.${name}`) : name, value: code ? shortened(code) : value, code }
  })
}

function inWords(kind: string, name: string, text: string, calendar: Calendar): string {
  if (kind.startsWith('register.') && name === 'changed') return changedFields(text.split(', '))
  const list = lists[`${kind}.${name}`]
  if (list && has(list + text)) return t(list + text)
  if (text === 'true' || text === 'false') return t(text === 'true' ? 'entry.yes' : 'entry.no')
  if (name.endsWith('_fen') && /^-?\d+$/.test(text)) return yuan(text)
  if (name.endsWith('_ms') && /^\d+$/.test(text)) return calendar.dateTime(Number(text))
  return text
}

/** Ids are told apart by their ends: they begin with the time. */
const shortened = (code: string) => (/^[0-9a-f]{8}-/.test(code) ? `… ${code.slice(-8)}` : shortHash(code))

/** A hash, a signature, an id; a number is none, however long, nor is a feed. */
const isCode = (text: string) => /^((?=.*[a-f])[0-9a-f]{32,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9+/]{40,}={0,2})$/.test(text) && /[A-Za-z]/.test(text)
