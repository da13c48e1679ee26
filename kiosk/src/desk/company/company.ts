import { has, t } from '@shared/i18n'

/** The sheets in which a register file says something of companies. */
export const sheets = ['companies', 'people', 'shareholders', 'signals']

/** The offices that a post in a company can be. */
export const offices = ['director', 'supervisor', 'manager', 'controller', 'staff']

/** What can be kept of a company as a sign that it is not apart from another. */
export const signalKinds = ['phone', 'email', 'address', 'bank_account']

export const office = (name: string) => told(`import.choice.position.${name}`, name)
export const signalKind = (name: string) => told(`import.choice.signal.${name}`, name)

function told(key: string, otherwise: string): string {
  return has(key) ? t(key) : otherwise
}

/** What a fact of a company is called, by its name in a version. */
const facts: Record<string, () => string> = {
  name: () => t('desk-company.name'),
  former_names: () => t('desk-company.formerNames'),
  legal_representative: () => t('desk.legalRepresentative'),
  people: () => t('desk-register.people'),
  shareholders: () => t('desk-register.shareholders'),
  signals: () => t('desk-company.signals'),
}

/** changedOfCompany names the facts that a change of a company touched. */
export function changedOfCompany(names: string[]): string {
  return names.map((name) => facts[name]?.() ?? name).join(', ')
}
