// A large file on its way to the server. fetch does not say how much has
// been sent; XMLHttpRequest does.
import { ref, shallowRef } from 'vue'
import type { Fault, Refusal } from '@shared/client'
import { useMe } from '@shared/me'
import { client } from '@shared/server'

/** useUpload sends one file at a time and says how much of it has arrived. */
export function useUpload() {
  const me = useMe()
  /** From 0 to 1; null while nothing is sent. */
  const sent = ref<number | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const fault = shallowRef<Fault | null>(null)

  /** upload posts file, if there is one, in the field "file", with more fields beside it, and returns the answer, or null if it was refused or failed. */
  function upload<T>(path: string, file: File | null, more: Record<string, string | File> = {}): Promise<T | null> {
    if (sent.value !== null) return Promise.resolve(null)
    sent.value = 0
    refusal.value = fault.value = null
    const body = new FormData()
    if (file) body.append('file', file)
    for (const [name, value] of Object.entries(more)) body.append(name, value)
    return new Promise((resolve) => {
      const request = new XMLHttpRequest()
      const end = (value: T | null) => {
        sent.value = null
        resolve(value)
      }
      request.open('POST', client.base + path)
      request.responseType = 'json'
      for (const [name, value] of Object.entries({ ...client.headers(), 'X-CSRF': me.me?.csrf ?? '', 'Idempotency-Key': crypto.randomUUID() })) request.setRequestHeader(name, value)
      request.upload.onprogress = ({ loaded, total }) => (sent.value = total ? loaded / total : 0)
      request.onerror = () => {
        fault.value = { number: null }
        end(null)
      }
      request.onload = () => {
        const answer = request.response as { kind?: string; reasons?: unknown; fault?: string } | null
        if (request.status < 300) return end(answer as T)
        if (answer?.kind && Array.isArray(answer.reasons)) refusal.value = answer as Refusal
        else fault.value = { number: answer?.fault ?? String(request.status) }
        end(null)
      }
      request.send(body)
    })
  }

  return { sent, refusal, fault, upload }
}
