// The words that people read on the pages, by catalogue key: the test clicks
// what a person would, and goes along when a word is put better.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../catalogue/zh-CN/', import.meta.url))
const texts = new Map<string, string>()
for (const file of readdirSync(folder)) {
  const area = file.startsWith('refusal_') ? 'refusal' : file.replace(/\.json$/, '')
  for (const [key, text] of Object.entries(JSON.parse(readFileSync(folder + file, 'utf8')) as Record<string, string>)) texts.set(`${area}.${key}`, text)
}

/** zh returns the Chinese text of a key; it throws if there is none, so that no step waits for a word that nobody shows. */
export function zh(key: string, args: Record<string, string | number> = {}): string {
  const text = texts.get(key)
  if (text === undefined) throw new Error(`the catalogue has no ${key}`)
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in args ? String(args[name]) : whole))
}

/** like returns a pattern for the text of a key in which what args leaves open may be anything. */
export function like(key: string, args: Record<string, string | number> = {}): RegExp {
  const parts = zh(key, args).split(/\{\w+\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(parts.join('.+'))
}
