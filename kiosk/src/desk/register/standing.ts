import { has, t } from '@shared/i18n'

/** The standings that an expert can have. */
export const statuses = ['applied', 'under_review', 'active', 'suspended', 'punished', 'removed']

/** standing returns the word for an expert's standing in the register. */
export function standing(status: string): string {
  const key = `import.choice.status.${status}`
  return has(key) ? t(key) : status
}

/** What a fact of the register is called, by its name in a version. */
const facts: Record<string, () => string> = {
  name: () => t('desk-register.name'),
  phone: () => t('desk-register.phone'),
  region: () => t('desk.region'),
  title: () => t('desk-register.jobTitle'),
  specialties: () => t('desk-register.specialties'),
  status: () => t('desk-register.status'),
  until: () => t('desk-register.until'),
  reason: () => t('desk-register.reason'),
  decided_by: () => t('desk-register.decidedBy'),
  affiliated: () => t('desk-register.affiliations'),
  affiliated_on: () => t('desk-register.affiliations'),
  affiliations: () => t('desk-register.affiliations'),
  related: () => t('desk-register.relations'),
  interested: () => t('desk-register.relations'),
  related_on: () => t('desk-register.relations'),
  interested_on: () => t('desk-register.relations'),
  relations: () => t('desk-register.relations'),
  penalised: () => t('desk-register.penalties'),
  penalised_on: () => t('desk-register.penalties'),
  education: () => t('desk-register.qualification'),
  title_level: () => t('desk-register.qualification'),
  titled_on: () => t('desk-register.qualification'),
  field_since: () => t('desk-register.qualification'),
  languages: () => t('desk-register.qualification'),
  evidence: () => t('desk-register.evidence'),
  leave: () => t('desk-register.leaveTitle'),
  penalties: () => t('desk-register.penalties'),
}

/** changedFields names the facts that a change touched, each once. */
export function changedFields(names: string[]): string {
  return [...new Set(names.map((name) => facts[name]?.() ?? name))].join(', ')
}
