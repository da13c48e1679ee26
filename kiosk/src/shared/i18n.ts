// Words, from the catalogue that the server shares (kiosk/catalogue): the same
// files, the same keys, the same placeholders.
import { createI18n, type MessageContext } from 'vue-i18n'
import { watchEffect } from 'vue'
import { settings, type Language } from './settings'

const files = import.meta.glob<Record<string, string>>('../../catalogue/*/*.json', { eager: true, import: 'default' })

/** catalogue holds the texts of each language by full key. */
export const catalogue: Record<Language, Record<string, string>> = { 'zh-CN': {}, en: {} }

for (const [path, texts] of Object.entries(files)) {
  const [language, file] = path.split('/').slice(-2) as [Language, string]
  const area = file.startsWith('refusal_') ? 'refusal' : file.replace(/\.json$/, '')
  for (const [key, text] of Object.entries(texts)) catalogue[language][`${area}.${key}`] = text
}

/** fill replaces each {name} that args knows; what an argument says is never read for placeholders again. */
export function fill(text: string, args: Record<string, unknown>): string {
  return text.replace(/\{([A-Za-z][A-Za-z0-9_]*)\}/g, (whole, name: string) => (name in args ? String(args[name]) : whole))
}

/** i18n is the pages' vue-i18n. Keys are flat; messages have no syntax but placeholders. */
export const i18n = createI18n({
  legacy: false,
  locale: settings.language,
  fallbackLocale: false,
  messages: catalogue,
  messageResolver: (messages, key) => (messages as Record<string, string>)[key] ?? null,
  messageCompiler: (message) => (context: MessageContext) => {
    const args = new Proxy({}, { has: (_, name) => context.named(String(name)) !== undefined, get: (_, name) => context.named(String(name)) })
    return fill(String(message), args)
  },
})

watchEffect(() => {
  i18n.global.locale.value = settings.language
})

/** t returns the text of key in the page's language; in a template or a computed it changes with the language. */
export function t(key: string, args: Record<string, string | number> = {}): string {
  return i18n.global.t(key, args)
}

/** listed returns the items of a list in one line, as the page's language divides them. */
export function listed(items: readonly (string | number)[]): string {
  return items.join(t('shared.list'))
}

/** has reports whether the catalogue has a text for a key that came from elsewhere. */
export function has(key: string): boolean {
  return key in catalogue[settings.language]
}

/** named returns what a thing with names in several languages is called in the page's. */
export function named(names: Record<string, string>): string {
  return names[settings.language] ?? names['zh-CN'] ?? Object.values(names)[0] ?? ''
}
