// What the member reads: the page of each file that was read last, and which
// file lies beside the one that is worked on. It lasts over pages and stages,
// until another member sits here.
import { defineStore } from 'pinia'
import { reactive, ref, watch } from 'vue'
import { useSeat } from '../seat'
import { follow } from './compare'

export const useReading = defineStore('reading', () => {
  const seat = useSeat()
  const pages = reactive(new Map<string, number>())
  const lengths = reactive(new Map<string, number>()) // of the files that were opened, in pages
  const beside = ref('')
  const together = ref(false)

  watch(
    () => `${seat.lot?.meeting} ${seat.member?.key}`,
    () => {
      pages.clear()
      lengths.clear()
      beside.value = ''
      together.value = false
    },
  )

  const page = (bid: string) => pages.get(bid) ?? 1

  /** Shows another page of a file. Where another one turns along, it is turned as far, within its pages. */
  function turn(bid: string, to: number, along = '') {
    const by = to - page(bid)
    pages.set(bid, to)
    if (along) pages.set(along, follow(page(along), by, lengths.get(along) ?? page(along)))
  }

  return { beside, together, lengths, page, turn }
})
