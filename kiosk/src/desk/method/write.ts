// Writes a method's file so that people can read it, and remembers where
// everything stands: the server says by line and column what is wrong.
import { isObject, type Json, type JsonObject, type Path } from './json'

/** Where a member or an item stands in the text: from its key, if it has one, to its end. */
interface Place {
  path: Path
  from: number
  /** Where the value begins. */
  value: number
  to: number
}

export interface Written {
  text: string
  places: Place[]
}

/** write returns the file: what is at the root, and every item of a list of objects, on a line of its own. */
export function write(root: JsonObject): Written {
  const places: Place[] = []
  let text = ''

  function value(one: Json, path: Path, depth: number) {
    if (Array.isArray(one)) return list(one, path, depth)
    if (!isObject(one)) return void (text += JSON.stringify(one))
    const apart = path.length === 0
    text += '{'
    Object.entries(one).forEach(([key, inner], i) => {
      text += apart ? `${i ? ',' : ''}\n ` : i ? ', ' : ''
      const from = text.length
      text += `${JSON.stringify(key)}: `
      placed(inner, [...path, key], from, depth)
    })
    text += apart ? '\n}' : '}'
  }

  function list(items: Json[], path: Path, depth: number) {
    const apart = items.some(isObject)
    text += '['
    items.forEach((one, i) => {
      text += (i ? ',' : '') + (apart ? `\n${' '.repeat(depth + 1)}` : i ? ' ' : '')
      placed(one, [...path, i], text.length, depth + 1)
    })
    text += apart ? `\n${' '.repeat(depth)}]` : ']'
  }

  function placed(one: Json, path: Path, from: number, depth: number) {
    const place: Place = { path, from, value: text.length, to: 0 }
    places.push(place)
    value(one, path, depth)
    place.to = text.length
  }

  value(root, [], 1)
  return { text: text + '\n', places }
}

export interface Spot {
  path: Path
  /** Which character of the text that stands there, from 0; null if it is about the whole. */
  offset: number | null
}

/** locate returns what stands at a line and a column of the text, both from 1, the column in characters as the server counts them. */
export function locate({ text, places }: Written, line: number, column: number): Spot {
  let index = 0
  for (let i = 1; i < line; i++) index = text.indexOf('\n', index) + 1
  index += [...text.slice(index, index + 2 * column)].slice(0, column - 1).join('').length
  const place = places.findLast(({ from, to }) => from <= index && index < to) // what is inside comes after what holds it
  if (!place) return { path: [], offset: null }
  const inside = index > place.value && text[place.value] === '"'
  return { path: place.path, offset: inside ? unescaped(text.slice(place.value + 1, index)) : null }
}

/** unescaped returns how long the beginning of a string of JSON is once it is read. */
function unescaped(raw: string): number {
  try {
    return (JSON.parse(`"${raw}"`) as string).length
  } catch {
    return raw.length // in the middle of an escape
  }
}
