// The kiosk's own camera and microphone, published for as long as the meeting
// asks for the feed.
import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { MediaConnection, MediaState, SeenGap } from '@shared/connection'
import { authorization, client, liveState } from '@shared/server'
import { camera, publish } from '@shared/whip'
import { useSeat } from './seat'

export const useRecording = defineStore('recording', () => {
  const seat = useSeat()
  /** off: no feed is asked for; blind: the camera cannot be opened. */
  const state = ref<'off' | 'blind' | MediaState>('off')
  /** The camera's stream, for pages that show it or read a code from it. */
  const stream = shallowRef<MediaStream | null>(null)
  let connection: MediaConnection | null = null
  let retry: ReturnType<typeof setTimeout> | undefined

  watch(() => seat.state?.feed ?? '', (feed) => void follow(feed), { immediate: true })
  // The live socket notices a dead server within moments, media only after seconds.
  watch(liveState, (now) => {
    if (now === 'lost') void connection?.suspect()
    if (now === 'open') connection?.poke()
  })

  async function follow(feed: string) {
    clearTimeout(retry)
    await connection?.close()
    connection = null
    if (!feed) {
      state.value = 'off'
      return
    }
    const opened = await open()
    if (!opened) {
      state.value = 'blind'
      retry = setTimeout(() => void follow(feed), 5000) // somebody may plug it in
      return
    }
    if ((seat.state?.feed ?? '') !== feed) return
    connection = publish(opened, {
      endpoint: `${client.base}/whip/${feed.replaceAll('/', '~')}`,
      headers: authorization,
      onState: (to) => (state.value = to),
    })
    state.value = connection.state
  }

  /** open returns the camera's stream, a new one if the camera was pulled out; null if there is none. */
  async function open(): Promise<MediaStream | null> {
    if (stream.value?.getTracks().every((track) => track.readyState === 'live')) return stream.value
    try {
      stream.value = await camera()
    } catch {
      stream.value = null
      return null
    }
    for (const track of stream.value.getTracks()) track.addEventListener('ended', () => void follow(seat.state?.feed ?? ''))
    return stream.value
  }

  /** The outages of the present feed, as this end saw them. */
  const gaps = (): readonly SeenGap[] => connection?.gaps ?? []

  return { state, stream, gaps, open }
})
