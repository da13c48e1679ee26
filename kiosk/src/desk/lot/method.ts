// The method of a lot as it is chosen, with what the tender documents give it.
import type { LotView, MethodBrief, MethodParam, OpeningValue } from '@shared/api.gen'
import type { Refusal } from '@shared/client'
import { compare, decimalOf } from '@shared/decimal'
import { yuan } from '@shared/format'
import { has, named, t } from '@shared/i18n'

export interface ChosenMethod {
  /** Of a built-in method; empty for one from a file, and for the one that the lot has. */
  id: string
  source: string
  /** What is chosen; null while nothing is. */
  brief: MethodBrief | null
  /** By the param's key, as the server takes them; what is not typed is empty. */
  params: Record<string, string>
  /** Keys of the params where something is typed that is no amount. */
  unread: string[]
}

/** choose returns a method without anything typed. */
export function choose(brief: MethodBrief | null, from: { id?: string; source?: string } = {}): ChosenMethod {
  return { id: from.id ?? '', source: from.source ?? '', brief, params: {}, unread: [] }
}

/** chosenFor returns the method that a lot has. */
export function chosenFor({ method }: LotView): ChosenMethod {
  return { ...choose(method), params: Object.fromEntries(asked(method).filter(({ given }) => given).map(({ key, given }) => [key, given])) }
}

/** asked returns the params of a method that the lot does not state itself. */
export function asked(brief: MethodBrief | null): MethodParam[] {
  return brief?.params.filter(({ ofLot }) => !ofLot) ?? []
}

/** sent returns a method as the server takes it. */
export function sent({ id, source, params }: ChosenMethod) {
  return { id, source, params: Object.fromEntries(Object.entries(params).filter(([, value]) => value).map(([key, value]) => [key, decimalOf(value) ?? value])) }
}

/** lacks returns what a method takes of the lot, by default or not at all, and the lot does not state. */
export function lacks(brief: MethodBrief | null, lot: { ceilingFen: string; budgetFen: string }): MethodParam[] {
  const stated: Record<string, string> = { ceiling_fen: lot.ceilingFen, budget_fen: lot.budgetFen }
  return brief?.params.filter(({ key, ofLot, default: unless }) => ofLot && !unless && !BigInt(stated[key] || '0')) ?? []
}

/** complete reports whether nothing is lacking and nothing that is typed is wrong. */
export function complete(chosen: ChosenMethod, lot: { ceilingFen: string; budgetFen: string }): boolean {
  const given = (param: MethodParam) => chosen.params[param.key] ?? ''
  return !!chosen.brief && !chosen.unread.length && !lacks(chosen.brief, lot).length && asked(chosen.brief).every((param) => (given(param) || param.default) && !slip(param, given(param)))
}

/** The longest number that the server reads. */
const longest = 32

/** slip says what is wrong with a param as it is given; nothing is wrong with what is not. */
export function slip(param: MethodParam, given: string): string {
  if (!given) return ''
  const value = decimalOf(given)
  if (value === null) return t('desk-method.notNumber')
  if (value.length > longest) return t('desk-method.long', { most: longest })
  if ((param.min && compare(value, param.min) < 0) || (param.max && compare(value, param.max) > 0)) return t('desk-method.outside') + range(param)
  return ''
}

/** range says what a param may be; empty for anything. */
export function range(param: MethodParam): string {
  const [min, max] = [shown(param, param.min), shown(param, param.max)]
  return min && max ? t('desk-method.between', { min, max }) : min ? t('desk-method.least', { min }) : max ? t('desk-method.most', { max }) : ''
}

/** shown writes a number of a method for people: money in yuan. */
export function shown({ unit }: { unit: string }, value: string): string {
  return unit === 'money' && /^-?\d+$/.test(value) ? yuan(value) : value
}

/** labelled returns what a number of a method is called, with its unit; that of a ratio tells nothing. */
export function labelled({ key, names, unit }: OpeningValue): string {
  const name = named(names) || key
  return unit && unit !== 'ratio' ? t('desk-method.withUnit', { name, unit: t(`scoring.unit.${unit}`) }) : name
}

/** worded returns a refusal whose words call each param by its name, in the page's language. */
export function worded(refusal: Refusal | null, brief: MethodBrief | null): Refusal | null {
  return refusal && { ...refusal, reasons: refusal.reasons.map((reason) => {
    const param = brief?.params.find(({ key }) => reason.field === `params.${key}`)
    const key = `refusal.${reason.code}`
    return param && has(key) ? { ...reason, text: t(key, { ...reason.args, name: named(param.names) || param.key }) } : reason
  }) }
}
