// The criteria tree of a method: what it adds up to, and what its parts are
// called. These are hints; whether a file holds is the server's to say.
import { decimalOf, sum } from '@shared/decimal'
import { named } from '@shared/i18n'
import { at, isObject, listAt, textAt, type Json, type JsonObject, type Path } from './json'

/** A node is a group, which has items, or a criterion. */
export const isGroup = (node: Json | undefined): node is JsonObject & { items: Json } => isObject(node) && Object.hasOwn(node, 'items')

export const isPoints = (node: Json | undefined): node is JsonObject & { items?: never } => isObject(node) && !isGroup(node) && node.kind !== 'pass'

/** called returns what a thing with names and an id is called. */
export function called(thing: Json | undefined): string {
  if (!isObject(thing)) return ''
  const names = isObject(thing.names) ? Object.fromEntries(Object.entries(thing.names).filter((pair): pair is [string, string] => !!pair[1] && typeof pair[1] === 'string')) : {}
  return named(names) || textAt(thing, ['id'])
}

export interface Leaf {
  path: Path
  node: JsonObject
}

/** leaves returns the criteria below a node, or of a whole file, in order. */
export function leaves(root: Json, under: Path = []): Leaf[] {
  const list = [...under, under.length ? 'items' : 'criteria']
  return listAt(root, list).flatMap((node, i): Leaf[] => {
    const path = [...list, i]
    return isGroup(node) ? leaves(root, path) : isObject(node) ? [{ path, node }] : []
  })
}

/** worth returns what a node can earn at most, as far as its numbers can be read; null if one cannot. */
export function worth(node: Json | undefined): string | null {
  if (!isObject(node)) return '0'
  if (!isGroup(node)) return isPoints(node) ? decimalOf(textAt(node, ['max'])) : '0'
  if (holdsPoints(node)) return earned(node)
  return node.points === undefined ? '0' : decimalOf(textAt(node, ['points']))
}

/** earned adds up what is below a group; null if a number there cannot be read, or if nothing takes points: then a formula earns them. */
export function earned(group: JsonObject): string | null {
  if (!holdsPoints(group)) return null
  const parts = listAt(group, ['items']).map(worth)
  return parts.some((part) => part === null) ? null : sum(parts as string[])
}

export const holdsPoints = (group: JsonObject): boolean => listAt(group, ['items']).some((node) => (isGroup(node) ? holdsPoints(node) : isPoints(node)))

/** whole adds up all groups of a file; null if a number cannot be read. */
export function whole(root: Json): string | null {
  const parts = listAt(root, ['criteria']).map(worth)
  return parts.some((part) => part === null) ? null : sum(parts as string[])
}

/** held counts the criteria at or below a node, and those of them whose scoring standard would be lost with it. */
export function held(node: Json | undefined): { criteria: number; standards: number } {
  if (!isObject(node)) return { criteria: 0, standards: 0 }
  if (!isGroup(node)) return { criteria: 1, standards: Object.values(isObject(node.standard) ? node.standard : {}).some(Boolean) ? 1 : 0 }
  return listAt(node, ['items']).map(held).reduce((a, b) => ({ criteria: a.criteria + b.criteria, standards: a.standards + b.standards }), { criteria: 0, standards: 0 })
}

/** ids returns every id of a file: of groups and criteria, and of what formulas name. */
export function ids(root: Json): string[] {
  const own = ['params', 'values', 'drawn', 'tables', 'formulas'].flatMap((list) => listAt(root, [list]).map((one) => textAt(one, ['id'])))
  const below = (list: Json[]): string[] => list.flatMap((node) => [textAt(node, ['id']), ...below(listAt(node, ['items']))])
  return [...own, ...below(listAt(root, ['criteria']))].filter(Boolean)
}

/** fresh returns an id that is not taken: "item_3" after two of them. */
export function fresh(root: Json, stem: string): string {
  const taken = new Set(ids(root))
  for (let n = 1; ; n++) if (!taken.has(`${stem}_${n}`)) return `${stem}_${n}`
}

/** idAt returns the id of what stands at a place. */
export const idAt = (root: Json, path: Path): string => textAt(at(root, path) ?? null, ['id'])
