// The kiosk as a device: it makes its key first, is paired by staff who
// compare its fingerprint, and from then on proves the key to get a token.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Me, PairingView } from '@shared/api.gen'
import type { Answer, Fault, Refusal } from '@shared/client'
import { serverClock } from '@shared/clock'
import { Database } from '@shared/database'
import { SigningKey } from '@shared/keys'
import { client, connectLive, onUnauthenticated, showToken } from '@shared/server'

/** starting; insecure: the browser gives no keys without TLS; pairing: staff are to confirm; ready: has a token; away: the server is not reached. */
export type Phase = 'starting' | 'insecure' | 'pairing' | 'ready' | 'away'

const pollMs = 1000
const pauseMs = 5000 // between two proofs of the key

export const useDevice = defineStore('device', () => {
  const phase = ref<Phase>('starting')
  const key = shallowRef<SigningKey | null>(null)
  const database = shallowRef<Database | null>(null)
  const pairing = shallowRef<PairingView | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const fault = shallowRef<Fault | null>(null)
  const me = shallowRef<Me | null>(null)
  const token = ref<string | null>(null)
  const paired = ref(false) // staff have confirmed the key while this page was open
  let proving: Promise<void> | null = null
  let provedAt = -Infinity
  let renewal: ReturnType<typeof setTimeout> | undefined

  /** What the QR code of a pairing says: the whole hash of the key. */
  const code = computed(() => key.value && `BIDROOM:KIOSK:${key.value.hash.toUpperCase()}`)
  const zone = computed(() => me.value?.centre.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)

  showToken(() => token.value)
  onUnauthenticated(() => {
    if (phase.value !== 'ready') return
    // The token is over, or the kiosk was revoked. A server that takes proofs and then refuses the token is not asked without a pause.
    clearTimeout(renewal)
    renewal = setTimeout(() => void prove(), Math.max(0, provedAt + pauseMs - performance.now()))
  })

  /** boot makes the kiosk ready, or shows what has to happen first. */
  async function boot() {
    if (!isSecureContext) {
      phase.value = 'insecure'
      return
    }
    database.value = await Database.open()
    key.value = (await SigningKey.load(database.value, 'kiosk')) ?? (await SigningKey.make(database.value, 'kiosk'))
    await serverClock.read(client)
    await meet()
    await prove()
  }

  /** meet asks whose centre this is. */
  async function meet() {
    const answer = await client.get<Me>('/me')
    if (answer.ok) me.value = answer.value
  }

  /** prove gets a token for the key; a key that the server does not know is offered for pairing. */
  function prove(): Promise<void> {
    proving ??= proof().finally(() => (proving = null))
    return proving
  }

  async function proof() {
    clearTimeout(renewal)
    const publicKey = key.value!.publicKey
    const asked = await client.send<{ challenge: string }>('POST', '/kiosk/challenge', { publicKey })
    if (!asked.ok) return refused(asked)
    const { challenge } = asked.value
    const signature = await key.value!.sign(`bidroom/kiosk/1\n${challenge}\n`)
    const answer = await client.send<{ token: string; expiresMs: number }>('POST', '/kiosk/session', { publicKey, challenge, signature })
    if (!answer.ok) return refused(answer)
    provedAt = performance.now()
    token.value = answer.value.token
    phase.value = 'ready'
    refusal.value = fault.value = pairing.value = null
    connectLive()
    if (me.value?.centre.several) await meet() // now as what it is: the centre is that of its room
    const left = answer.value.expiresMs - serverClock.now()
    renewal = setTimeout(() => void prove(), Math.max(10_000, (left * 2) / 3))
  }

  async function refused(answer: Answer<unknown>) {
    if (answer.fault) {
      if (phase.value !== 'ready') phase.value = 'away' // a kiosk at work goes on offline
      fault.value = answer.fault
      renewal = setTimeout(() => void prove(), 2000)
      return
    }
    token.value = null
    await offer()
  }

  /** offer asks staff to confirm the key, until they have. */
  async function offer() {
    await meet() // a server that does not know the key may be another centre's
    const made = await client.send<PairingView>('POST', '/kiosk/pairings', { publicKey: key.value!.publicKey })
    refusal.value = made.refusal ?? null
    fault.value = made.fault ?? null
    phase.value = made.fault ? 'away' : 'pairing'
    if (!made.ok) {
      renewal = setTimeout(() => void prove(), 5000)
      return
    }
    pairing.value = made.value
    renewal = setTimeout(() => void poll(made.value.id), pollMs)
  }

  async function poll(id: string) {
    const answer = await client.get<PairingView>(`/kiosk/pairings/${id}`)
    const over = answer.refusal || (answer.ok && answer.value.expiresMs <= serverClock.now())
    if (answer.ok && answer.value.kiosk) {
      paired.value = true
      return prove()
    }
    if (over) return offer() // two minutes have passed: the same key, offered again
    renewal = setTimeout(() => void poll(id), pollMs)
  }

  return { phase, key, database, pairing, refusal, fault, me, token, paired, code, zone, boot, prove }
})
