// Who has just recused at this kiosk: told, before the next member is asked
// for a pass.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Gone {
  name: string
  seat: number
}

export const useRecusal = defineStore('recusal', () => {
  const gone = shallowRef<Gone | null>(null)
  return {
    gone,
    done: (who: Gone) => void (gone.value = who),
    /** The member has read what follows; the kiosk is the next one's. */
    leave: () => void (gone.value = null),
  }
})
