import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** colours reads the colour tokens of one block of tokens.css. */
function colours(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`\n${selector} {`)).split('}')[0]!
  return Object.fromEntries([...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]))
}

/** luminance is the relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(colour.slice(i, i + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

// The examples of WCAG 2.2's understanding documents: black on white, and the greys on both sides of 4.5.
test.each([['#000000', '#ffffff', 21], ['#767676', '#ffffff', 4.54], ['#777777', '#ffffff', 4.48], ['#ffffff', '#ffffff', 1]])('contrast of %s on %s', (a, b, ratio) =>
  expect(contrast(a, b)).toBeCloseTo(ratio, 2))

// On the kiosk and its night mode text has 7:1; the wall shares the dark set and the desk the light one.
describe.each([['light', ':root'], ['dark', ":root[data-theme='dark']"]])('%s', (_, selector) => {
  const c = colours(selector)
  test.each(['ink', 'ink-2', 'accent', 'red', 'green', 'amber'].flatMap((text) => ['paper', 'surface'].map((ground) => [text, ground])))(
    '%s on %s has 7:1', (text, ground) => expect(contrast(c[text]!, c[ground]!)).toBeGreaterThanOrEqual(7))
  test.each(['ink', 'ink-2', 'accent', 'red', 'green', 'amber'])('%s on wash has 4.5:1', (text) => expect(contrast(c[text]!, c.wash!)).toBeGreaterThanOrEqual(4.5))
  test('ink on wash has 7:1', () => expect(contrast(c.ink!, c.wash!)).toBeGreaterThanOrEqual(7))
  test.each([['on-accent', 'accent'], ['on-red', 'red']])('%s on %s has 7:1', (text, ground) => expect(contrast(c[text]!, c[ground]!)).toBeGreaterThanOrEqual(7))
  test.each(['paper', 'surface', 'wash'])('the border of a field on %s has 3:1', (ground) => expect(contrast(c['field-line']!, c[ground]!)).toBeGreaterThanOrEqual(3))
})

// No other style sheet and no component decides a colour.
test('colours stand in tokens.css only', () => {
  const sources = import.meta.glob<string>(['../**/*.{vue,css,ts}', '!./tokens.css', '!**/*.test.ts'], { eager: true, query: '?raw', import: 'default' })
  const stray = Object.entries(sources).flatMap(([path, text]) => [...text.matchAll(/#[0-9a-fA-F]{3,8}\b(?=[;\s'"),])|\brgba?\(|\bhsla?\(/g)].map(([found]) => `${path}: ${found}`))
  expect(stray).toEqual([])
})
