// What the server found wrong with a file, at the fields that it is about.
import type { Reason } from '@shared/api.gen'
import { has, t } from '@shared/i18n'
import { at, isObject, type Json, type Path } from './json'
import { locate, type Written } from './write'
import { called } from './tree'

export interface Fault {
  path: Path
  /** In words, without the line and column of the file, which nobody here sees. */
  text: string
  /** Where in the text that stands there; null if it is about the whole. */
  spot: { offset: number; line: number; column: number } | null
}

/** isOfFile reports whether a reason is about the file: its field is then a line and a column. */
export const isOfFile = ({ field }: Reason): boolean => /^\d+:\d+$/.test(field)

/** faultsOf returns what is wrong with the file that was written, each at its place. */
export function faultsOf(reasons: Reason[], file: Written, root: Json): Fault[] {
  return reasons.filter(isOfFile).map((reason) => {
    const [line, column] = reason.field.split(':').map(Number) as [number, number]
    const { path, offset } = locate(file, line, column)
    const lacks = reason.code === 'scoring.file.missing' && reason.args.name && isObject(at(root, path))
    const inner = lacks ? [...path, reason.args.name!] : path
    return { path: inner, text: inWords(reason, root), spot: reason.code.startsWith('scoring.expr.') && offset !== null ? spotOf(String(at(root, path)), offset) : null }
  })
}

function spotOf(text: string, offset: number) {
  const lines = text.slice(0, offset).split('\n')
  return { offset, line: lines.length, column: [...lines.at(-1)!].length + 1 }
}

/** inWords returns the words of a reason after its line and column, with things called as the file calls them. */
export function inWords(reason: Reason, root: Json): string {
  const key = `refusal.${reason.code}`
  const name = reason.args.name && (calledIn(root, reason.args.name) || keyWord(reason.args.name))
  const text = has(key) ? t(key, { ...reason.args, ...(name && { name }) }) : reason.text
  return isOfFile(reason) ? text.replace(/^.*?(：|: )/, '') : text
}

const keyWord = (key: string) => (has(`desk-editor.key.${key}`) ? t(`desk-editor.key.${key}`) : '')

/** calledIn returns what the thing with an id, in a formula's writing too, is called in the file; "" if there is none. */
export function calledIn(root: Json, id: string): string {
  const bare = /^(?:marks|points|table)\((\w+)/.exec(id)?.[1] ?? id
  const search = (value: Json): string => {
    if (Array.isArray(value)) {
      for (const one of value) {
        const found = search(one)
        if (found) return found
      }
      return ''
    }
    if (!isObject(value)) return ''
    if (value.id === bare && isObject(value.names)) return called(value)
    return search(Object.values(value))
  }
  return isObject(root) ? search(['criteria', 'params', 'values', 'drawn', 'tables', 'formulas'].map((list) => root[list] ?? null)) : ''
}
