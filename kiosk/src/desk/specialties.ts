// The names of specialty codes: read once for the whole page. A code without
// a name is shown as it is.
import { computed, shallowRef } from 'vue'
import type { Page, SpecialtyView } from '@shared/api.gen'
import { named } from '@shared/i18n'
import { client } from '@shared/server'

const list = shallowRef<SpecialtyView[]>([])
let asked: Promise<void> | null = null

async function read() {
  const answer = await client.get<Page<SpecialtyView>>('/specialties')
  if (answer.ok) list.value = answer.value.items
  else asked = null // the next page asks again
}

/** useSpecialties gives the list, for choosing, and the words for a code. */
export function useSpecialties() {
  asked ??= read()
  const names = computed(() => new Map(list.value.map((one) => [one.code, label(one.code, one.names)])))
  return {
    list,
    /** labelled returns a code with its name. */
    labelled: (code: string) => names.value.get(code) ?? code,
  }
}

/** label puts a code before its name in the reader's language. */
export function label(code: string, names: SpecialtyView['names']): string {
  return `${code} ${named(names)}`.trim()
}

/**
 * typedFor reports whether what is typed is for a specialty: its code from the
 * beginning, a part of its name in either language, or how the Chinese name is
 * read from any character on: every syllable in full but the last, or the
 * initial of each.
 */
export function typedFor(one: SpecialtyView, typed: string): boolean {
  const text = typed.trim().toLowerCase()
  const names = Object.values(one.names).join('\n').toLowerCase()
  if (one.code.toLowerCase().startsWith(text) || names.includes(text)) return true
  const letters = text.replace(/[\s']/g, '').replaceAll('ü', 'v')
  if (!/^[a-z]+$/.test(letters)) return false
  const read = one.read.split(' ').map((character) => character.split('/'))
  return read.some((_, from) => spells(read, from, letters) || abbreviates(read.slice(from), letters))
}

/** mostOffered bounds what is offered at once, as a page has many such fields. */
export const mostOffered = 100

/**
 * offered returns what is to be chosen from: the two upper levels as long as
 * nothing is typed, else the first that fit, and how many more there are. What
 * is chosen stays, as a field says it in words.
 */
export function offered(list: SpecialtyView[], typed: string, chosen: string[]): { shown: SpecialtyView[]; more: number } {
  const fitting = typed.trim() ? list.filter((one) => typedFor(one, typed)) : list.filter((one) => one.code.length <= 3)
  const first = fitting.slice(0, mostOffered)
  return { shown: [...first, ...list.filter((one) => chosen.includes(one.code) && !first.includes(one))], more: fitting.length - first.length }
}

function spells(read: string[][], from: number, letters: string): boolean {
  return !!read[from]?.some((syllable) => syllable.startsWith(letters) || (letters.startsWith(syllable) && spells(read, from + 1, letters.slice(syllable.length))))
}

function abbreviates(read: string[][], letters: string): boolean {
  return letters.length <= read.length && [...letters].every((letter, i) => read[i]!.some((syllable) => syllable.startsWith(letter)))
}
