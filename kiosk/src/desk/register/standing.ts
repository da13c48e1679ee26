import { has, t } from '@shared/i18n'

/** The standings that an expert can have. */
export const statuses = ['applied', 'under_review', 'active', 'suspended', 'punished', 'removed']

/** standing returns the word for an expert's standing in the register. */
export function standing(status: string): string {
  const key = `import.choice.status.${status}`
  return has(key) ? t(key) : status
}
