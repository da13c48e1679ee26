// A match by name in words: what is known of the expert, and what the register
// says of the company.
import type { ExpertMatch, MatchView } from '@shared/api.gen'
import { has, t } from '@shared/i18n'
import { office } from '../company/company'
import { between } from '../period'

const code = (m: MatchView) => (m.firm ? (m.firmCode ? t('desk-match.code', { code: m.firmCode }) : t('desk-match.noCode')) : '')

const word = (area: string, value: string) => (has(`import.choice.${area}.${value}`) ? t(`import.choice.${area}.${value}`) : value)

/** own says what is known of the expert: what is alike first. */
export function own(m: MatchView): string[] {
  const said = m.own === 'name' ? [t('desk-match.expert', { name: m.name })]
    : m.own === 'affiliation' ? [t('desk-match.employer', { firm: m.firm }), code(m), m.position, between(m.from, m.to)]
    : m.own === 'office' ? [t('desk-match.office', { firm: m.firm, office: word('office', m.held) }), code(m), between(m.from, m.to)]
    : m.own === 'holding' ? [m.part ? t('desk-match.holding', { firm: m.firm, percent: m.part }) : t('desk-match.control', { firm: m.firm }), code(m), between(m.from, m.to)]
      : [t('desk-match.relative', { relation: word('relation', m.own), name: m.name }), m.firm && t('desk-match.firm', { firm: m.firm }), code(m), m.position, m.declaredOn && t('desk-match.declared', { day: m.declaredOn })]
  return said.filter(Boolean)
}

function held(m: MatchView): string {
  if (m.office === 'legal_representative') return t('desk.legalRepresentative')
  return m.office === 'shareholder' ? t('desk-match.holder', { percent: m.percent }) : office(m.office)
}

/** there says what the register holds of the company. */
export function there(m: MatchView): string[] {
  const alike = m.office ? t('desk-match.namesake', { office: held(m) }) : t('desk-match.named')
  return [m.company, t('desk-match.code', { code: m.creditCode }), alike, between(m.officeFrom, m.officeTo)].filter(Boolean)
}

/** state is how a match stands; a dismissal of what is not so any more has lapsed. */
export const state = (m: ExpertMatch) => (m.found ? m.state : 'lapsed')
