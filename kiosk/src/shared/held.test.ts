import 'fake-indexeddb/auto'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { useHeld } from './held'

afterEach(() => vi.unstubAllGlobals())

// The key that the documentation of golang.org/x/mod/sumdb/note prints.
const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'

test('a key that goes while its checkpoints are asked for ends the asking, and nothing fails', async () => {
  const answers: (() => void)[] = []
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push(() => resolve(new Response('{"kind":"not_found","reasons":[]}', { status: 404, headers: { 'Content-Type': 'application/json' } })))))
  const failed = vi.fn()
  process.on('unhandledRejection', failed)
  setActivePinia(createPinia())
  const key = ref<string | null>(peter)
  const scope = effectScope()
  scope.run(() => useHeld().hold({ key: () => key.value, anew: () => true, trees: () => [{ id: 'centre', name: 'centre' }, { id: 'lot', name: '2026-017-01' }] }))
  await vi.waitFor(() => expect(answers).toHaveLength(1))
  key.value = null
  await Promise.resolve() // the watcher has seen it
  answers[0]!()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(failed).not.toHaveBeenCalled()
  expect(answers, 'requests').toHaveLength(1)
  scope.stop()
  process.off('unhandledRejection', failed)
})
