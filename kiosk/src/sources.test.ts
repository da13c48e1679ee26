// House rules of the pages, held by reading their sources.
import { parse, type AttributeNode, type DirectiveNode, type TemplateChildNode } from '@vue/compiler-dom'
import { parse as parseVue } from '@vue/compiler-sfc'
import { describe, expect, test } from 'vitest'

const sources = import.meta.glob<string>(['./**/*.{ts,vue,css}', '!**/*.test.ts'], { eager: true, query: '?raw', import: 'default' })
const files = Object.entries(sources)
const han = /\p{Script=Han}/u

test('there are sources', () => expect(files.length).toBeGreaterThan(50))

// Comments may use the trade's own terms; a file of data says why in a line "catalogue:data …".
function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\/|(^|[\s;{}(),])\/\/[^\n]*/g, '$1')
}

test('Chinese stands in the catalogue only', () => {
  const stray = files.filter(([, text]) => !/catalogue:data \S/.test(text) && han.test(withoutComments(text))).map(([path]) => path)
  expect(stray).toEqual([])
})

// Attributes that people read; any other word in a template is code.
const read = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'content', 'caption', 'text', 'name-text', 'description', 'hint', 'word', 'deed', 'empty', 'idle', 'surface'])
const word = /\p{L}{2,}/u

/** literals returns what people would read in a template that does not come from the catalogue. */
function literals(template: string): string[] {
  const found: string[] = []
  const visit = (nodes: TemplateChildNode[]) => {
    for (const node of nodes) {
      if (node.type === 2 && word.test(node.content)) found.push(node.content.trim()) // text
      if (node.type === 5) found.push(...spoken(node.content.loc.source)) // {{ … }}
      if (node.type !== 1) continue // element
      for (const prop of node.props) found.push(...attribute(prop))
      visit(node.children)
    }
  }
  visit(parse(template).children)
  return found
}

function attribute(prop: AttributeNode | DirectiveNode): string[] {
  if (prop.type === 6) return read.has(prop.name) && word.test(prop.value?.content ?? '') ? [prop.value!.content] : []
  const name = prop.arg?.loc.source ?? ''
  return read.has(name) ? spoken(prop.exp?.loc.source ?? '') : []
}

/** spoken returns the string literals of an expression that are words and no catalogue key. */
function spoken(expression: string): string[] {
  const withoutKeys = expression.replace(/\bt\(\s*(?:'[^']*'|`[^`]*`|[^,()]*\?[^,()]*)/g, '').replace(/[=!]==?\s*'[^']*'|\[\s*'[^']*'\s*\]|'[^']*'\s*\?/g, '')
  return [...withoutKeys.matchAll(/'([^']*)'|"([^"]*)"|`([^`]*)`/g)].map((m) => (m[1] ?? m[2] ?? m[3] ?? '').replace(/\$\{[^}]*\}/g, '')).filter((text) => word.test(text))
}

test.each(files.filter(([path]) => path.endsWith('.vue')))('%s says nothing by itself', (_, text) => {
  expect(literals(parseVue(text).descriptor.template?.content ?? '')).toEqual([])
})

describe('the scanner of templates finds what it is for', () => {
  test.each([
    ['<p>Save</p>', ['Save']],
    ['<p>{{ t("a.b") }} – {{ n }}</p>', []],
    ['<p>{{ ok ? t(\'a.b\') : \'Never\' }}</p>', ['Never']],
    ['<X label="Name" :title="\'Tip\'" class="a b" type="text" />', ['Name', 'Tip']],
    ['<X :label="t(\'a.b\', { n })" :title="`${a} ${b}`" />', []],
    ['<X :label="`Seat ${n}`" />', ['Seat ']],
    ['<p>保存</p>', ['保存']],
  ])('%s', (template, found) => expect(literals(template)).toEqual(found))
  test('and comments are no words', () => expect(withoutComments('a // 注\nb /* 注 */ c <!-- 注 --> "http://x"')).not.toMatch(han))
})

// Three bundles that never import one another; shared imports none of them.
test('surfaces do not import one another', () => {
  const surfaces = ['kiosk', 'desk', 'wall']
  const wrong: string[] = []
  for (const [path, text] of files) {
    const own = path.split('/')[1]!
    for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      const reached = target!.startsWith('.') ? new URL(target!, `file:///${path.slice(2)}`).pathname.split('/')[1]! : target!.startsWith('@shared/') ? 'shared' : ''
      if (surfaces.includes(reached) && reached !== own) wrong.push(`${path} imports ${target}`)
    }
  }
  expect(wrong).toEqual([])
})

test('files stay under 400 lines', () => {
  expect(files.filter(([, text]) => text.split('\n').length > 400).map(([path]) => path)).toEqual([])
})

// What a strict content security policy forbids.
test('no page sets HTML or runs text', () => {
  expect(files.filter(([, text]) => /v-html|innerHTML|\beval\(|new Function\(|document\.write/.test(text)).map(([path]) => path)).toEqual([])
})
