// What a person sets on this machine: language, size of the text, night mode.
import { reactive, watchEffect } from 'vue'

export type Language = 'zh-CN' | 'en'
export type Surface = 'kiosk' | 'desk' | 'wall'

/** How much larger than the surface's own size text is shown. */
export const textSizes = [1, 1.15, 1.3, 1.5] as const

export interface Settings {
  language: Language
  textSize: number
  night: boolean
}

/** settings are the page's, and change with a click anywhere on it. */
export const settings = reactive<Settings>({ language: 'zh-CN', textSize: 1, night: false })

/** useSettings reads what was set on this surface before, and from now on keeps it and shows it on <html>. */
export function useSettings(surface: Surface) {
  const name = `bidroom.${surface}.settings`
  settings.night = surface === 'wall'
  Object.assign(settings, valid(localStorage.getItem(name)))
  watchEffect(() => {
    localStorage.setItem(name, JSON.stringify(settings))
    const html = document.documentElement
    html.lang = settings.language
    html.dataset.surface = surface
    html.dataset.theme = settings.night ? 'dark' : 'light'
    html.style.setProperty('--text-scale', String(settings.textSize))
  })
}

/** valid takes from a kept text what is a setting. */
export function valid(kept: string | null): Partial<Settings> {
  let read: unknown
  try {
    read = JSON.parse(kept ?? '{}')
  } catch {
    return {}
  }
  const { language, textSize, night } = (read ?? {}) as Record<string, unknown>
  return {
    ...((language === 'zh-CN' || language === 'en') && { language }),
    ...(textSizes.some((size) => size === textSize) && { textSize: textSize as number }),
    ...(typeof night === 'boolean' && { night }),
  }
}
