// For how long files are open before the member, for the log. A file counts
// while its page is seen; what the machine slept does not.
import { onBeforeUnmount, watch } from 'vue'
import { useSeat } from '../seat'
import { useKept } from './kept'

const everyMs = 15_000

/** useOpenTimes adds up how long the files named by `open` are open, until the page that calls it goes. */
export function useOpenTimes(open: () => string[]) {
  const kept = useKept()
  const stage = useSeat().lot?.stage ?? '' // that of the page: when it ends, the last seconds are still its own
  let files = open()
  let since = performance.now()

  function count() {
    const now = performance.now()
    const ms = Math.min(now - since, 2 * everyMs)
    since = now
    for (const file of files) kept.wasOpen(file, stage, ms)
  }

  function seen() {
    count()
    files = document.visibilityState === 'visible' ? open() : []
  }

  watch(() => open().join(' '), seen)
  const ticking = setInterval(count, everyMs)
  document.addEventListener('visibilitychange', seen)
  onBeforeUnmount(() => {
    clearInterval(ticking)
    document.removeEventListener('visibilitychange', seen)
    count()
  })
}
