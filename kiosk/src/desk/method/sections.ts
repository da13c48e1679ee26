// The sections of the editor, and which of them a place of the file is in.
import { t } from '@shared/i18n'
import { at, isObject, type Json, type Path } from './json'
import { called } from './tree'

export const sections = ['general', 'criteria', 'members', 'numbers', 'tables', 'formulas', 'ranking'] as const
export type Section = (typeof sections)[number]

const of: Record<string, Section> = {
  criteria: 'criteria', points: 'criteria', members: 'members', params: 'numbers', values: 'numbers', drawn: 'numbers',
  tables: 'tables', formulas: 'formulas', parts: 'ranking', ranking: 'ranking',
}

export const sectionOf = ([first]: Path): Section => of[String(first)] ?? 'general'

/** holderOf returns the item of a list whose fields show a place: the criterion or group, the number, table or formula. */
export function holderOf(path: Path): Path {
  if (path[0] !== 'criteria') return path.slice(0, 2)
  const last = path.findLastIndex((key) => typeof key === 'number')
  return path.slice(0, last + 1)
}

/** calledAt says where a place is: its section, and what it is part of. */
export function calledAt(root: Json, path: Path): string {
  const section = t(`desk-editor.section.${sectionOf(path)}`)
  const holder = holderOf(path)
  const thing = typeof holder.at(-1) === 'number' ? at(root, holder) : undefined
  const name = isObject(thing) ? called(thing) : ''
  return name ? t('desk-editor.where', { section, name }) : section
}
