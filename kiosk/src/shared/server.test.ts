import { afterEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useLook, useNoun, useSearch } from './server'
import { settings } from './settings'

afterEach(() => vi.unstubAllGlobals())

test('a crowd of changes asks for one more read, which everybody waits for', async () => {
  const answers: ((value: number) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push((value) => resolve(new Response(String(value), { headers: { 'Content-Type': 'application/json' } })))))
  const scope = effectScope()
  const noun = scope.run(() => useNoun<number>('/counter'))!
  const crowd = [noun.reload(), noun.reload(), noun.reload()]
  expect(answers).toHaveLength(1)
  answers[0]!(1)
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  expect(noun.value.value).toBe(1)
  answers[1]!(2)
  await Promise.all(crowd)
  expect(noun.value.value).toBe(2)
  expect(answers).toHaveLength(2)
  void noun.reload()
  expect(answers).toHaveLength(3)
  scope.stop()
})

test('what the server says in words is read again in another language', async () => {
  const words: Record<string, string> = { 'zh-CN': '席位 1 尚未签到。', en: 'Seat 1 has not checked in.' }
  vi.stubGlobal('fetch', (_: string, { headers }: { headers: Record<string, string> }) => Promise.resolve(Response.json(words[headers['Accept-Language']!])))
  const scope = effectScope()
  const noun = scope.run(() => useNoun<string>('/owed'))!
  await vi.waitFor(() => expect(noun.value.value).toBe(words['zh-CN']))
  settings.language = 'en'
  await vi.waitFor(() => expect(noun.value.value).toBe(words.en))
  settings.language = 'zh-CN'
  scope.stop()
})

test('a look is one look in either language, and a refusal is told in both', async () => {
  let asked = 0
  let known = true
  vi.stubGlobal('fetch', (_: string, { headers }: { headers: Record<string, string> }) => {
    asked++
    return Promise.resolve(known ? Response.json('周建平') : Response.json({ kind: 'not_found', reasons: [{ code: 'x', text: headers['Accept-Language'] }] }, { status: 404 }))
  })
  const scope = effectScope()
  const look = scope.run(() => useLook<string>('/experts/1'))!
  await vi.waitFor(() => expect(look.value.value).toBe('周建平'))
  settings.language = 'en'
  await nextTick()
  expect(asked).toBe(1)
  known = false
  await look.reload()
  expect(look.refusal.value?.reasons[0]?.text).toBe('en')
  settings.language = 'zh-CN'
  await vi.waitFor(() => expect(look.refusal.value?.reasons[0]?.text).toBe('zh-CN'))
  scope.stop()
})

test('a search sends what is typed in a body, and shows what was found until more is', async () => {
  const sent: { path: string; body: string }[] = []
  vi.stubGlobal('fetch', (path: string, { body }: { body: string }) => {
    sent.push({ path, body })
    return Promise.resolve(Response.json(`found ${(JSON.parse(body) as { text: string }).text}`))
  })
  const scope = effectScope()
  const text = ref('张')
  const found = scope.run(() => useSearch<string>('/experts/find', () => ({ text: text.value })))!
  await vi.waitFor(() => expect(found.value.value).toBe('found 张'))
  text.value = '张伟'
  await nextTick()
  expect(found.value.value).toBe('found 张')
  await vi.waitFor(() => expect(found.value.value).toBe('found 张伟'))
  expect(sent).toEqual(['张', '张伟'].map((typed) => ({ path: '/api/experts/find', body: JSON.stringify({ text: typed }) })))
  scope.stop()
})
