// Another id for something that formulas name: they name it by the new one.
import { at, listAt, put, textAt, type Json, type Path } from './json'

/** uses returns where a file names things by their ids. */
function uses(root: Json): Path[] {
  const each = (list: Path, key?: string) => listAt(root, list).map((_, i): Path => [...list, i, ...(key ? [key] : [])])
  const all: Path[] = [...each(['formulas'], 'expr'), ...each(['parts']), ['ranking', 'by'], ...each(['ranking', 'ties'], 'by')]
  return all.filter((path) => typeof at(root, path) === 'string')
}

/** naming finds an id in a formula: of the tree it stands in marks( ) and points( ), of a table in table( ), and else by itself. */
function naming(list: string | number | undefined, id: string): RegExp {
  if (list === 'criteria') return new RegExp(`(?<=\\b(?:marks|points)\\(\\s*)${id}(?=\\s*\\))`, 'g')
  if (list === 'tables') return new RegExp(`(?<=\\btable\\(\\s*)${id}(?=\\s*,)`, 'g')
  return new RegExp(`(?<![a-z0-9_.])(?<!\\b(?:marks|points|table)\\(\\s*)${id}(?![a-z0-9_]|\\s*\\()`, 'g')
}

/** renamed returns the file with the id at a place, such as ["params", 0, "id"], changed wherever it is named. */
export function renamed(root: Json, path: Path, to: string): Json {
  const from = textAt(root, path)
  const now = put(root, path, to)
  if (!/^[a-z][a-z0-9_]*$/.test(from)) return now // a formula cannot name it
  return uses(now).reduce((file, use) => put(file, use, textAt(file, use).replace(naming(path[0], from), to)), now)
}
