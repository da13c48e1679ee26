import { listed, t } from './i18n'

/** What a fact of an expert or a company is called, by its name in a version. */
const facts: Record<string, () => string> = {
  name: () => t('entry.field.name'),
  photo: () => t('desk-register.photo'),
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
  listed: () => t('desk-register.libraries'),
  listed_on: () => t('desk-register.libraries'),
  libraries: () => t('desk-register.libraries'),
  assessments: () => t('desk-assess.expertTitle'),
  penalties: () => t('desk-register.penalties'),
  dismissals: () => t('desk-match.title'),
  former_names: () => t('desk-company.formerNames'),
  former_codes: () => t('desk-twins.formerCodes'),
  former_indexes: () => t('desk-twins.formerIdentities'),
  legal_representative: () => t('desk.legalRepresentative'),
  people: () => t('desk-register.people'),
  shareholders: () => t('desk-register.shareholders'),
  signals: () => t('desk-company.signals'),
}

/** changedFields names the facts that a change in the register touched, each once. */
export function changedFields(names: string[]): string {
  return listed([...new Set(names.map((name) => facts[name]?.() ?? name))])
}
