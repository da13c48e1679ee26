// The page's one connection to its server: the client, the live socket, and
// what of the two a component follows while it lives.
import { onScopeDispose, ref, shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref, type ShallowRef } from 'vue'
import { Client, type Fault, type Refusal } from './client'
import { serverClock } from './clock'
import { Live, liveUrl, type LiveEvent, type LiveState } from './live'
import { settings } from './settings'

/** How this page shows who it is; a kiosk has a token, a desk and a wall have a cookie. */
let token: () => string | null = () => null
const leavers = new Set<() => void>()

/** client calls the API for the whole page. */
export const client = new Client({
  headers: authorization,
  language: () => settings.language,
  onUnauthenticated: () => leavers.forEach((leave) => leave()),
})

/** authorization returns the headers that show who calls, for what does not go through client (a PDF, an SDP offer). */
export function authorization(): Record<string, string> {
  const now = token()
  return now ? { Authorization: `Kiosk ${now}` } : {}
}

/** showToken says where the kiosk's token is read from. */
export function showToken(read: () => string | null) {
  token = read
}

/** onUnauthenticated calls leave when the server no longer knows who calls. */
export function onUnauthenticated(leave: () => void) {
  leavers.add(leave)
}

/** liveState is the state of the live socket; "connecting" until connectLive. */
export const liveState = ref<LiveState>('connecting')
const socket = shallowRef<Live | null>(null)
const comebacks = new Set<() => void>()

/** connectLive opens the live socket, once who calls is known, and follows the server's clock. */
export function connectLive() {
  if (socket.value) return
  let stopClock = serverClock.follow(client)
  socket.value = new Live({
    url: liveUrl(client.base),
    token: () => token(),
    onState(state) {
      if (state === 'open' && liveState.value === 'lost') {
        stopClock() // a server that has restarted may have another clock
        stopClock = serverClock.follow(client)
        comebacks.forEach((back) => back())
      }
      liveState.value = state
      if (state === 'closed') stopClock()
    },
  })
  addEventListener('online', poke)
}

function poke() {
  socket.value?.poke()
}

/** disconnectLive closes the live socket: nobody is signed in any more. */
export function disconnectLive() {
  removeEventListener('online', poke)
  socket.value?.close()
  socket.value = null
  liveState.value = 'connecting'
}

/** useComeback calls back whenever the live socket is open again after an outage, while the component lives. */
export function useComeback(back: () => void) {
  comebacks.add(back)
  onScopeDispose(() => comebacks.delete(back))
}

/** useTopics calls handler with each event of any of the topics while the component lives. */
export function useTopics(topics: MaybeRefOrGetter<readonly string[]>, handler: (event: LiveEvent) => void) {
  // Compared as text: a list that is computed anew with the same names is the same.
  watch(
    [socket, () => toValue(topics).join(' ')],
    ([live, names], _, onCleanup) => {
      if (!live || !names) return
      const stops = names.split(' ').map((name) => live.subscribe(name, handler))
      onCleanup(() => stops.forEach((stop) => stop()))
    },
    { immediate: true },
  )
}

/** useTopic calls handler with each event of a topic while the component lives; a null topic is none. */
export function useTopic(topic: MaybeRefOrGetter<string | null>, handler: (event: LiveEvent) => void) {
  useTopics(() => [toValue(topic) ?? []].flat(), handler)
}

/** What a component sees of something that it reads from the server. */
export interface Noun<T> {
  /** As it was read last; null until the first answer. It stays while it is read again. */
  value: ShallowRef<T | null>
  refusal: ShallowRef<Refusal | null>
  fault: ShallowRef<Fault | null>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/**
 * reading reads path and reads it again when it changes, or when asked to; a null path reads nothing. With a body, path
 * is asked with it, and asked again when it changes; what was read stays until then.
 */
function reading<T>(path: MaybeRefOrGetter<string | null>, body?: () => unknown): Noun<T> & { begin: () => Promise<void> } {
  const value = shallowRef<T | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const fault = shallowRef<Fault | null>(null)
  const loading = ref(false)
  let newest = 0
  let current: Promise<void> | null = null
  let following: Promise<void> | null = null

  async function read() {
    const asked = toValue(path)
    const mine = ++newest
    if (!asked) return
    loading.value = true
    const answer = await (body ? client.send<T>('POST', asked, body()) : client.get<T>(asked))
    if (mine !== newest) return // a later call has been made: its answer counts
    loading.value = false
    refusal.value = answer.refusal ?? null
    fault.value = answer.fault ?? null
    if (answer.ok) value.value = answer.value
  }

  function begin() {
    const mine = read().finally(() => {
      if (current === mine) current = null
    })
    return (current = mine)
  }

  // What is being read may be older than the change that asks: one more read follows, however many ask for it. So a
  // page falls behind a crowd of changes by one answer, and does not drown in them.
  function reload() {
    if (!current) return begin()
    return (following ??= current.then(() => {
      following = null
      return begin()
    }))
  }

  watch(
    () => toValue(path),
    (_, before) => {
      if (before !== undefined) value.value = null // another noun, not a newer view of this one
      void begin()
    },
    { immediate: true },
  )
  if (body) watch(() => JSON.stringify(body()), () => void begin())
  onScopeDispose(() => newest++)
  return { value, refusal, fault, loading, reload, begin }
}

/**
 * useNoun reads path ("/lots/1") and reads it again when path changes, when
 * the topic says that it has changed, after an outage, and in another language,
 * which reasons of the server come in. A null path reads
 * nothing. An act that answers with the new view puts it into value.
 */
export function useNoun<T>(path: MaybeRefOrGetter<string | null>, topic: MaybeRefOrGetter<string | null> = null): Noun<T> {
  return following(reading<T>(path), topic)
}

/** useSearch is useNoun of what is looked for by a body: what people type of others has no place in an address. */
export function useSearch<T>(path: string, body: () => unknown, topic: MaybeRefOrGetter<string | null> = null): Noun<T> {
  return following(reading<T>(path, body), topic)
}

/** following reads again whatever may have changed. */
function following<T>({ begin, ...noun }: ReturnType<typeof reading<T>>, topic: MaybeRefOrGetter<string | null>): Noun<T> {
  useTopic(topic, ({ kind }) => {
    if (kind === 'changed' || kind === 'resync') void noun.reload()
  })
  watch(() => settings.language, () => void noun.reload())
  useComeback(() => void begin()) // whatever was under way may never be answered
  return noun
}

/**
 * useLook reads what the server logs as a look at a person: once for each
 * path, however often the page is drawn anew. A refusal, which is no look, is
 * read again in another language.
 */
export function useLook<T>(path: MaybeRefOrGetter<string | null>): Noun<T> {
  const { begin, ...noun } = reading<T>(path)
  watch(() => settings.language, () => noun.refusal.value && void begin())
  return noun
}

/** useAct does one act at a time and keeps what came of it, for a button and a RefusalBox. */
export function useAct() {
  const busy = ref(false)
  const refusal = shallowRef<Refusal | null>(null)
  const fault = shallowRef<Fault | null>(null)

  /** act sends the act and returns its value, an empty one where the server answers with none, or null if it was refused or failed. */
  async function act<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    refusal.value = null
    fault.value = null
    const answer = await client.send<T>(method, path, body)
    busy.value = false
    refusal.value = answer.refusal ?? null
    fault.value = answer.fault ?? null
    return answer.ok ? (answer.value ?? ({} as T)) : null
  }

  return { busy, refusal, fault, act }
}
