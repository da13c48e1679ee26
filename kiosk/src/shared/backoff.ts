// Waiting between attempts: longer each time, never together with everybody
// else, and cut short when there is news.

/** Backoff counts the attempts of one task and waits between them. */
export class Backoff {
  private attempt = 0
  private wake: (() => void) | null = null

  /** Waits grow from leastMs to mostMs, doubling. */
  constructor(
    private readonly leastMs = 250,
    private readonly mostMs = 1000,
  ) {}

  /** wait waits for the next attempt's turn, at least floorMs (a server's Retry-After), or until poke. */
  wait(floorMs = 0): Promise<void> {
    const grown = Math.min(this.mostMs, this.leastMs * 2 ** this.attempt++)
    const ms = Math.max(floorMs, grown * (0.5 + Math.random() / 2))
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      function done() {
        clearTimeout(timer)
        resolve()
      }
      this.wake = done
    })
  }

  /** reset forgets the attempts: the task has worked. */
  reset() {
    this.attempt = 0
  }

  /** poke ends a wait now: there is reason to believe that it would work. */
  poke() {
    this.wake?.()
  }
}
