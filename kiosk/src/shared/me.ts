// Who sits at this desk or wall.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Me } from './api.gen'
import type { Answer } from './client'
import { serverClock } from './clock'
import { Calendar } from './format'
import { client, connectLive, disconnectLive, onUnauthenticated } from './server'

/** The administrators follow no case: the server has no live socket for them. */
const unfollowing = ['sysadmin', 'secadmin', 'auditor']

export const useMe = defineStore('me', () => {
  const me = shallowRef<Me | null>(null)
  /** The first answer has come, or has failed to. */
  const asked = ref(false)
  const account = computed(() => me.value?.account ?? null)
  const centre = computed(() => me.value?.centre ?? null)
  /** Who is signed in sees several centres, so that it has to be said whose something is. */
  const everywhere = computed(() => !!centre.value?.several && account.value?.centre === '')
  /** placed names a thing with its centre, where that has to be said. */
  const placed = (of: string, name: string) => (everywhere.value && of ? `${of} · ${name}` : name)
  /** The centre's zone; this machine's until it is known. */
  const zone = computed(() => centre.value?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
  const calendar = computed(() => new Calendar(zone.value))

  function take(answer: Answer<Me>): Answer<Me> {
    if (answer.ok) {
      me.value = answer.value
      const now = performance.now()
      if (!serverClock.known) serverClock.take(answer.value.serverMs, now, now)
      const { account } = answer.value
      if (account && !unfollowing.includes(account.role)) connectLive()
    }
    return answer
  }

  /** read asks who is signed in. */
  async function read() {
    const answer = take(await client.get<Me>('/me'))
    asked.value = true
    return answer
  }

  /** signIn begins a session; code is the second factor, "" where there is none. */
  async function signIn(login: string, password: string, code: string) {
    return take(await client.send<Me>('POST', '/session', { login, password, code }))
  }

  async function signOut() {
    await client.send('DELETE', '/session')
    disconnectLive()
    await read()
  }

  onUnauthenticated(() => {
    if (!me.value?.account) return
    disconnectLive()
    me.value = { ...me.value, account: null }
  })

  return { me, asked, account, centre, everywhere, placed, zone, calendar, read, signIn, signOut }
})
