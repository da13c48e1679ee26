// Whether the member looks at the leads, in place of the page that the meeting
// asks for; and how many wait for the member's word.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { useSeat } from '../seat'

export const useLeads = defineStore('leads', () => {
  const seat = useSeat()
  const open = ref(false)
  watch(() => seat.member?.key, () => (open.value = false)) // somebody else sits here
  const shows = computed(() => !!seat.lot?.leads && !!seat.member && ['examining', 'evaluating', 'pricing'].includes(seat.lot.stage))
  const view = computed(() => seat.lot?.leads ?? { atMs: 0, list: [], more: 0, unread: [] })
  const own = computed(() => view.value.list.filter((one) => !one.own && !one.outcome))
  return { open, shows, view, own }
})
