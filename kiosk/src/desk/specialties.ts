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
