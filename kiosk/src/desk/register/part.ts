// What the parts of an expert's page have in common.
import type { ExpertView } from '@shared/api.gen'
import { has, t } from '@shared/i18n'
import { label } from '../specialties'

/** The parts that are rows, by their names in an ExpertView. */
export type PartName = 'affiliations' | 'offices' | 'holdings' | 'relations' | 'penalties' | 'libraries' | 'leave' | 'evidence'

/** A part as it is sent and received: rows, and what was answered. */
export interface Part {
  rows: Record<string, string>[]
  [answer: string]: string | Record<string, string>[]
}

/** One column of a part. */
export interface PartColumn {
  key: string
  label: string
  /** What may be chosen; without it a text or a day is typed. */
  choices?: { value: string; label: string }[]
  day?: boolean
  /** A code, in its own type. */
  code?: boolean
  /** While it is edited it stands below the column before it, since a row has no room for both. */
  below?: boolean
  /** What the cell says where it is empty. */
  open?: string
  /** A CSS width while it is edited. */
  width?: string
  /** The least of it, where the rest is shared. */
  least?: string
  longest?: number
}

/** What was asked, by the names of the answer and of its day in the part. */
export interface Answer {
  key: string
  on: string
  label: string
}

/** filled returns what a cell shows. */
export function filled(column: PartColumn, row: Record<string, string>): string {
  const value = row[column.key] ?? ''
  return column.choices?.find((one) => one.value === value)?.label ?? value
}

/** The answers that there are, in the order in which they are offered. */
export const answers = ['none', 'some', 'never_asked']

/** answerWord returns the word for an answer. */
export function answerWord(answer: string): string {
  const key = `desk-register.relationState.${answer}`
  return has(key) ? t(key) : answer
}

/** answered says an answer and when it was given. */
export function answered(answer: string, on: string): string {
  return on ? t('desk-register.answered', { answer: answerWord(answer), day: on }) : answerWord(answer)
}

/** words returns choices of the register's template, by their keys. */
export const words = (area: string, keys: string[]) => keys.map((value) => ({ value, label: t(`import.choice.${area}.${value}`) }))

/** parts returns every part of an expert's page. */
export function parts(expert: ExpertView): { part: PartName; title: string; columns: PartColumn[]; answers?: Answer[]; none: string }[] {
  const day = (key: string, label: string, open?: string): PartColumn => ({ key, label, day: true, open, width: '10rem' })
  const company: PartColumn[] = [
    { key: 'company', label: t('desk-register.company'), least: '13rem' },
    { key: 'creditCode', label: t('desk.creditCode'), code: true, below: true, longest: 18 },
    { key: 'position', label: t('desk-register.position'), width: '8rem' },
  ]
  const firm = company.slice(0, 2)
  const source: PartColumn = { key: 'document', label: t('desk-register.source'), least: '10rem' }
  const from = day('from', t('desk-register.from'))
  return [
    {
      part: 'evidence', title: t('desk-register.evidence'), none: t('desk-register.evidenceNone'),
      columns: [
        { key: 'code', label: t('desk-register.specialties'), choices: expert.specialties.map((one) => ({ value: one.code, label: label(one.code, one.names) })), width: '18rem' },
        { key: 'text', label: t('desk-register.evidenceText'), least: '14rem', longest: 500 }, day('on', t('desk-register.evidenceOn')),
      ],
    },
    {
      part: 'affiliations', title: t('desk-register.affiliations'), none: t('desk-register.noRows'), answers: [{ key: 'asked', on: 'on', label: t('desk-register.askedEmployment') }],
      columns: [...company, from, day('to', t('desk-register.to'), t('desk-register.today'))],
    },
    {
      part: 'offices', title: t('desk-register.offices'), none: t('desk-register.noRows'), answers: [{ key: 'asked', on: 'on', label: t('desk-register.askedEmployment') }],
      columns: [{ key: 'office', label: t('desk-register.office'), choices: words('office', ['legal_representative', 'director', 'supervisor', 'manager']), width: '9rem' }, ...firm, source, from, day('to', t('desk-register.to'), t('desk-register.today'))],
    },
    {
      part: 'holdings', title: t('desk-register.holdings'), none: t('desk-register.noRows'), answers: [{ key: 'asked', on: 'on', label: t('desk-register.askedEmployment') }],
      columns: [
        ...firm, { key: 'percent', label: t('desk-register.percent'), width: '7rem', longest: 10 },
        { key: 'controlling', label: t('desk-register.controlling'), choices: words('controlling', ['no', 'yes']), width: '7rem' }, source, from, day('to', t('desk-register.to'), t('desk-register.today')),
      ],
    },
    {
      part: 'relations', title: t('desk-register.relations'), none: t('desk-register.noRows'),
      answers: [{ key: 'related', on: 'relatedOn', label: t('desk-register.askedKin') }, { key: 'interested', on: 'interestedOn', label: t('desk-register.askedInterests') }],
      columns: [
        { key: 'relation', label: t('desk-register.relation'), choices: words('relation', relationKinds), width: '9rem' },
        { key: 'name', label: t('desk-register.name'), width: '6.5rem' }, ...company, day('declaredOn', t('desk-register.declaredOn')),
      ],
    },
    {
      part: 'penalties', title: t('desk-register.penalties'), none: t('desk-register.noRows'), answers: [{ key: 'asked', on: 'on', label: t('desk-register.askedPenalties') }],
      columns: [
        { key: 'kind', label: t('desk-register.penalty'), choices: words('kind', ['administrative', 'criminal', 'banned', 'bad_record', 'dismissed', 'dishonest', 'bribery']), width: '12rem' },
        { key: 'document', label: t('desk-register.document'), least: '11rem' }, from, day('to', t('desk-register.to')),
      ],
    },
    {
      part: 'libraries', title: t('desk-register.libraries'), none: t('desk-register.noRows'), answers: [{ key: 'asked', on: 'on', label: t('desk-register.askedLibraries') }],
      columns: [
        { key: 'kind', label: t('desk-register.libraryKind'), choices: words('library_kind', ['comprehensive', 'state_council', 'agency', 'finance', 'other']), width: '14rem' },
        { key: 'name', label: t('desk-register.library'), least: '11rem' }, { key: 'document', label: t('desk-register.libraryDocument'), width: '11rem' }, from, day('to', t('desk-register.to')),
      ],
    },
    { part: 'leave', title: t('desk-register.leaveTitle'), none: t('desk-register.leaveNone'), columns: [from, day('to', t('desk-register.to'))] },
  ]
}

const relationKinds = ['spouse', 'parent', 'child', 'sibling', 'grandparent', 'grandchild', 'uncle_aunt', 'nephew_niece', 'cousin', 'collateral', 'spouse_parent', 'child_spouse', 'spouse_sibling', 'sibling_spouse', 'in_law', 'economic', 'other']

/** editing is what of an expert is being edited: a part, the person, the identity number. */
export type Editing = PartName | 'person' | 'identity' | 'qualification' | ''
