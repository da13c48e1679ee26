import { t } from '@shared/i18n'

/** between says from which day to which; what has no end lasts. */
export function between(from: string, to: string): string {
  if (!from && !to) return ''
  return t(!to ? 'desk.since' : !from ? 'desk.upTo' : 'desk.between', { from, to })
}
