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
