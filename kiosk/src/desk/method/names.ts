// What a formula may name where it stands. It is a hint beside the field: the
// server says what holds.
import { called, isGroup, isPoints, leaves } from './tree'
import { at, isObject, listAt, textAt, type Json, type JsonObject, type Path } from './json'

/** A Nameable is one name, as a formula writes it. */
export interface Nameable {
  insert: string
  /** What it is called in the page's language; "" for a price, whose words are the catalogue's. */
  name: string
  unit: string
  /** Each bid has its own. */
  perBid: boolean
}

export interface NameGroup {
  /** Catalogue key below "desk-editor.names.". */
  kind: 'prices' | 'marks' | 'points' | 'params' | 'values' | 'drawn' | 'formulas' | 'tables'
  items: Nameable[]
}

/** groupsIn returns every group of the tree with its place, the outer first. */
function groupsIn(root: Json, list: Path = ['criteria']): { path: Path; node: JsonObject }[] {
  return listAt(root, list).flatMap((node, i) => (isGroup(node) ? [{ path: [...list, i], node }, ...groupsIn(root, [...list, i, 'items'])] : []))
}

/** marked lists of what marks( ) can be, by the level at which members' marks become one. */
function marked(root: Json): JsonObject[] {
  const level = textAt(root, ['members', 'level']) || 'criterion'
  const groups = groupsIn(root).filter(({ path }) => leaves(root, path).some(({ node }) => isPoints(node)))
  if (level === 'total') return []
  if (level === 'group') return groups.filter(({ path }) => path.length === 2).map(({ node }) => node)
  return [...groups.map(({ node }) => node), ...leaves(root).map(({ node }) => node).filter(isPoints)]
}

const points = { unit: 'points' }

/** nameable returns what a formula of the file may name: all that is given, and the formulas before it. */
export function nameable(root: Json, before: number): NameGroup[] {
  const quantity = (list: string, perBid: boolean) => listAt(root, [list]).filter(isObject).map((one) => ({ insert: textAt(one, ['id']), name: called(one), unit: textAt(one, ['unit']), perBid }))
  const treeful = [...groupsIn(root).map(({ node }) => node), ...leaves(root).map(({ node }) => node).filter(isPoints)]
  const holds = leaves(root).some(({ node }) => isPoints(node))
  const groups: NameGroup[] = [
    { kind: 'prices', items: ['price', 'opening_price'].map((insert) => ({ insert, name: '', unit: 'money', perBid: true })) },
    { kind: 'marks', items: [...marked(root).map((node) => ({ insert: `marks(${textAt(node, ['id'])})`, name: called(node), ...points, perBid: true })), ...(holds ? [{ insert: 'marks(all)', name: '', ...points, perBid: true }] : [])] },
    { kind: 'points', items: [...treeful.map((node) => ({ insert: `points(${textAt(node, ['id'])})`, name: called(node), ...points, perBid: false })), { insert: 'points(all)', name: '', ...points, perBid: false }] },
    { kind: 'params', items: quantity('params', false) },
    { kind: 'values', items: quantity('values', true) },
    { kind: 'drawn', items: quantity('drawn', false) },
    { kind: 'formulas', items: listAt(root, ['formulas']).slice(0, before).filter(isObject).map((one) => ({ insert: textAt(one, ['id']), name: called(one), unit: textAt(one, ['unit']), perBid: one.scope !== 'set' })) },
    { kind: 'tables', items: listAt(root, ['tables']).filter(isObject).map((one) => ({ insert: `table(${textAt(one, ['id'])}, )`, name: called(one), unit: '', perBid: false })) },
  ]
  return groups.filter(({ items }) => items.length)
}

/** ofBids returns what bids can be ranked by: their prices, marks, values, and the formulas of each bid that are no conditions. */
export function ofBids(root: Json): Nameable[] {
  const conditions = new Set(listAt(root, ['formulas']).filter((one) => at(one, ['threshold']) === true).map((one) => textAt(one, ['id'])))
  return nameable(root, Infinity).filter(({ kind }) => kind !== 'tables').flatMap(({ items }) => items).filter(({ perBid, insert }) => perBid && !conditions.has(insert))
}

/** functions of the language, with what is put in for each; words below "desk-editor.fn.". */
export const functions = {
  everywhere: ['round(, 2)', 'floor(, 2)', 'ceil(, 2)', 'abs()', 'min(, )', 'max(, )', 'clamp(, , )', 'if(, , )', 'sqrt(, 6)', 'power(, , 6)', 'ln(, 6)'],
  overBids: ['mean()', 'median()', 'sum()', 'lowest()', 'highest()', 'count()', 'where ', 'trim(price, 1, 1)', 'own()'],
} as const
