// What can be known of a lot that decides who may not sit: which columns each
// subject has, and which grounds it decides.
import type { FactsRow, LotView } from '@shared/api.gen'
import { t } from '@shared/i18n'
import type { PartColumn } from '../register/part'

/** The grounds that a subject decides. */
export const decides: Record<string, string[]> = { units: ['R08', 'R15'], roles: ['R18'], former_panel: ['R19'], named: ['R20'], disputes: ['R21'], challenges: ['R24'] }

/** The answers that there are, in the order in which they are offered. */
export const answers = ['none', 'some', 'never_asked']

/** A row that is edited: identity is a number that is typed anew. */
export type EditedRow = Omit<FactsRow, 'bidderName'> & { identity: string }

/** columnsOf returns the columns of a subject; identity is one beside a person's name. */
export function columnsOf(subject: string, lot: LotView): PartColumn[] {
  const kind = (label: string, kinds: string[]): PartColumn => ({ key: 'kind', label, choices: kinds.map((value) => ({ value, label: t(`desk-facts.kind.${value}`) })), width: '11rem', least: '8.5rem' })
  const person: PartColumn[] = [{ key: 'name', label: t('desk-facts.person'), width: '8rem', least: '5.5rem' }, { key: 'identity', label: t('desk-register.identity'), code: true, width: '12.5rem', least: '10.5rem', longest: 18 }]
  const company = (label: string): PartColumn[] => [{ key: 'company', label, least: '7.5rem' }, { key: 'creditCode', label: t('desk.creditCode'), code: true, width: '12.5rem', least: '10.5rem', longest: 18 }]
  const bidder: PartColumn = { key: 'bidder', label: t('desk.bidder'), choices: lot.bidders.map(({ id, letter, name }) => ({ value: id, label: `${letter} ${name}` })), least: '8rem' }
  const day = (label: string): PartColumn => ({ key: 'on', label, day: true, width: '9.5rem' })
  switch (subject) {
    case 'units':
      return [kind(t('desk-facts.kind'), ['approval', 'supervisor', 'gp_supervisor']), ...company(t('desk-facts.unit'))]
    case 'roles':
      return [kind(t('desk-facts.kind'), ['tender_documents', 'estimate', 'design', 'demand_review', 'feasibility']), ...person, ...company(t('desk-facts.firm')), day(t('desk-facts.did'))]
    case 'former_panel':
      return person
    case 'named':
      return [...person, bidder]
    case 'disputes':
      return [...person, ...company(t('desk-facts.firm')), bidder, day(t('desk-facts.act'))]
    default:
      return [...person, bidder, day(t('desk-facts.applied')), kind(t('desk-facts.state'), ['open', 'upheld', 'rejected'])]
  }
}

/** emptyRow is a row in which nothing is stated. */
export const emptyRow = (): EditedRow => ({ kind: '', name: '', identity: '', known: 0, company: '', creditCode: '', bidder: '', on: '' })
