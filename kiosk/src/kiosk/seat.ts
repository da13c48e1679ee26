// The seat that this kiosk stands at: the meeting as its member may see it.
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import type { KioskState } from '@shared/api.gen'
import type { LiveEvent } from '@shared/live'
import { useAct, useNoun, useTopic } from '@shared/server'
import { useDevice } from './device'

export const useSeat = defineStore('seat', () => {
  const device = useDevice()
  const { value: state, refusal, fault, loading, reload } = useNoun<KioskState>(() => (device.phase === 'ready' ? '/kiosk/state' : null))
  watch(() => device.token, (now) => now && void reload()) // what the last token no longer read
  const lot = computed(() => state.value?.lot ?? null)
  const member = computed(() => state.value?.member ?? null)
  const changed = ({ kind }: LiveEvent) => {
    if (kind === 'changed' || kind === 'announce' || kind === 'resync') void reload()
  }
  const room = computed(() => state.value?.kiosk.room)
  useTopic(() => (room.value ? `room:${room.value}` : null), changed)
  useTopic(() => (lot.value ? `lot:${lot.value.id}` : null), changed)

  /**
   * useSeatAct is useAct for acts that answer with the kiosk's new state:
   * "/kiosk/declare" and its like. It returns whether the act was done.
   */
  function useSeatAct() {
    const { busy, refusal, fault, act } = useAct()
    async function seatAct(path: string, body: unknown): Promise<boolean> {
      const next = await act<KioskState>('POST', path, body)
      if (next) state.value = next
      return next !== null
    }
    return { busy, refusal, fault, act: seatAct }
  }

  return { state, lot, member, refusal, fault, loading, reload, useSeatAct }
})
