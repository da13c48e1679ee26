import { has, t } from '@shared/i18n'

/** standing returns the word for an expert's standing in the register. */
export function standing(status: string): string {
  const key = `import.choice.status.${status}`
  return has(key) ? t(key) : status
}
