// A method's file as data. What is changed is changed in a copy; everything that
// no field of the editor is about stays as it was.

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}
/** Where something stands in a file: keys and places in lists, from the root. */
export type Path = readonly (string | number)[]

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** keyed names a place by a text, for what compares places. */
export const keyed = (path: Path): string => path.join('/')

/** at returns what stands at a place, undefined if nothing does. */
export function at(root: Json, path: Path): Json | undefined {
  let value: Json | undefined = root
  for (const key of path) {
    if (Array.isArray(value)) value = typeof key === 'number' ? value[key] : undefined
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  }
  return value
}

/** textAt returns a text, "" where there is none. */
export function textAt(root: Json, path: Path): string {
  const value = at(root, path)
  return typeof value === 'string' ? value : ''
}

/** listAt returns a list, an empty one where there is none. */
export function listAt(root: Json, path: Path): Json[] {
  const value = at(root, path)
  return Array.isArray(value) ? value : []
}

/** put returns root with value at a place, or with nothing there if it is undefined. Objects that are lacking on the way are made. */
export function put(root: Json, path: Path, value: Json | undefined): Json {
  const [key, ...rest] = path
  if (key === undefined) return value ?? null
  if (Array.isArray(root)) {
    if (value === undefined && !rest.length) return root.filter((_, i) => i !== key)
    return root.map((one, i) => (i === key ? put(one, rest, value) : one))
  }
  const from = isObject(root) ? root : {}
  if (value === undefined && !Object.hasOwn(from, key)) return root
  if (value === undefined && !rest.length) return Object.fromEntries(Object.entries(from).filter(([other]) => other !== key))
  return { ...from, [key]: put(Object.hasOwn(from, key) ? from[key]! : {}, rest, value) }
}

/** insert returns root with one more item in a list; a list that is lacking is made. */
export function insert(root: Json, list: Path, index: number, value: Json): Json {
  return put(root, list, listAt(root, list).toSpliced(index, 0, value))
}

/** move returns root with an item of a list so many places further. */
export function move(root: Json, item: Path, by: number): Json {
  const [list, from] = [item.slice(0, -1), item.at(-1) as number]
  const items = listAt(root, list)
  const to = from + by
  if (to < 0 || to >= items.length) return root
  return put(root, list, items.toSpliced(from, 1).toSpliced(to, 0, items[from]!))
}

/** same reports whether two values say the same; the order of keys says nothing. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => same(one, b[i]))
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a)
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  }
  return a === b
}
