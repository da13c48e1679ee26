// Reasons that name a criterion carry its id, as the method's file has it;
// people read its name.
import type { Criterion, Reason } from '@shared/api.gen'
import { has, named, t } from '@shared/i18n'

/** reasonWords returns reasons whose text calls each criterion by its name, in the page's language. */
export function reasonWords(reasons: Reason[], criteria: Criterion[]): Reason[] {
  return reasons.map((reason) => {
    const criterion = criteria.find(({ id }) => id === reason.args.criterion)
    const key = `refusal.${reason.code}`
    return criterion && has(key) ? { ...reason, text: t(key, { ...reason.args, criterion: named(criterion.names) }) } : reason
  })
}
