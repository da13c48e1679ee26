// The server's time on every page: people in different rooms read the same
// second, whatever a kiosk's own clock says.
import { onScopeDispose, ref, type Ref } from 'vue'
import type { Client } from './client'

/** ServerClock follows the server's clock with the machine's monotonic one. */
export class ServerClock {
  private offset = Date.now() - performance.now()
  private error = Infinity // half the round trip of the best reading

  /** now returns the server's time, UTC milliseconds; this machine's until the first reading. */
  now(): number {
    return Math.round(performance.now() + this.offset)
  }

  /** known reports whether the server's time has been read. */
  get known(): boolean {
    return this.error < Infinity
  }

  /** take notes that the server's clock said ms at some moment between two readings of performance.now(). */
  take(ms: number, from: number, to: number) {
    const error = (to - from) / 2
    // A worse reading is still news when it contradicts the best one: somebody has set a clock.
    if (error <= this.error || Math.abs(ms - (from + to) / 2 - this.offset) > error + this.error) {
      this.offset = ms - (from + to) / 2
      this.error = error
    }
  }

  /** read asks the server once; false if it was not reached. */
  async read(client: Client): Promise<boolean> {
    const from = performance.now()
    const answer = await client.get<{ ms: number }>('/time', { retries: 0 })
    if (answer.ok) this.take(answer.value.ms, from, performance.now())
    return answer.ok
  }

  /** follow reads the server's clock now and every minute, until the returned function is called. */
  follow(client: Client): () => void {
    const again = () => void this.read(client)
    again()
    const timer = setInterval(again, 60_000)
    return () => clearInterval(timer)
  }
}

/** serverClock is the page's one clock. */
export const serverClock = new ServerClock()

/** useNow returns the server's time as a ref that moves with each of its seconds, while the component lives. */
export function useNow(clock: ServerClock = serverClock): Ref<number> {
  const now = ref(clock.now())
  let timer: ReturnType<typeof setTimeout>
  const tick = () => {
    now.value = clock.now()
    timer = setTimeout(tick, 1000 - (now.value % 1000))
  }
  tick()
  onScopeDispose(() => clearTimeout(timer))
  return now
}
