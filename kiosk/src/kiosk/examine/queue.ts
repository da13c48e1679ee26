// Findings on their way to the server, and reasons that are only half
// written. Both are on this machine's disk before anything else, so that a
// reload, a crash and a cut network lose neither. Findings are sent one after
// the other in the order they were made.
import type { FindingView } from '@shared/api.gen'
import { Backoff } from '@shared/backoff'
import type { Answer, Refusal } from '@shared/client'
import type { Database } from '@shared/database'

/** What a member decided about one item of one bid; "" is nothing yet. */
export type Verdict = 'pass' | 'fail' | ''

/** One item of one bid as it stands on this machine. */
export interface Entry {
  bid: string
  item: string
  verdict: Verdict
  reason: string
  /** As it was typed; "" if none was. */
  page: string
  /** When it was decided, relative to the others; 0 while it is only being written. */
  order: number
}

interface Kept extends Entry {
  meeting: string
  seat: number
  key: string
  id: string // of the act: sent again after a lost answer, it is still one act
}

export interface QueueOptions {
  database: Database
  meeting: string
  seat: number
  /** The member's public key: whoever takes the seat after this member finds nothing. */
  key: string
  /** Sends a finding; the id stays the same over every attempt. */
  send: (finding: FindingView, id: string) => Promise<Answer<unknown>>
  /** Whether nothing is to be sent at present, while the meeting is suspended. */
  held: () => boolean
  /** Told after every change. */
  onChange?: () => void
}

/** FindingQueue holds the findings of one member that the server does not have. */
export class FindingQueue {
  private readonly entries = new Map<string, Kept>()
  private readonly refusals = new Map<string, Refusal>()
  private readonly backoff = new Backoff()
  private order = 0
  private running = false
  private closed = false

  private constructor(private readonly options: QueueOptions) {}

  /** open reads what an earlier page left behind and starts to send it. */
  static async open(options: QueueOptions): Promise<FindingQueue> {
    const queue = new FindingQueue(options)
    const { database, meeting, seat, key } = options
    for (const kept of await database.all<Kept>('findings', IDBKeyRange.bound([meeting, seat], [meeting, seat, []]))) {
      if (kept.key !== key) await database.remove('findings', keyOf(kept))
      else queue.entries.set(nameOf(kept.bid, kept.item), kept)
      queue.order = Math.max(queue.order, kept.order)
    }
    void queue.run()
    return queue
  }

  /** pending is how many findings wait to be sent. */
  get pending(): number {
    return this.waiting().length
  }

  /** entry returns what is kept of an item of a bid, or undefined if the server has it all. */
  entry(bid: string, item: string): Entry | undefined {
    return this.entries.get(nameOf(bid, item))
  }

  /** refusal returns why the server did not take a finding; null once it is made again. */
  refusal(bid: string, item: string): Refusal | null {
    return this.refusals.get(nameOf(bid, item)) ?? null
  }

  /** write keeps what is being written about an item. A finding that waits to be sent takes it along. */
  async write(bid: string, item: string, words: { reason: string; page: string }): Promise<void> {
    const before = this.entries.get(nameOf(bid, item))
    await this.keep({ bid, item, verdict: before?.verdict ?? '', order: before?.order ?? 0, ...words }, before?.id)
  }

  /** decide makes a finding and sends it. It is fulfilled when the finding is safe on this machine. */
  async decide(finding: Omit<Entry, 'order'>): Promise<void> {
    this.refusals.delete(nameOf(finding.bid, finding.item))
    try {
      await this.keep({ ...finding, order: ++this.order })
    } finally {
      void this.run() // a full disk is no reason not to send
    }
  }

  /** poke tries again now: there is a connection, or the meeting goes on. */
  poke() {
    this.backoff.poke()
    void this.run()
  }

  /** close stops sending; what is kept stays. */
  close() {
    this.closed = true
    this.backoff.poke()
  }

  private async keep(entry: Entry, id = crypto.randomUUID() as string) {
    const { meeting, seat, key, database } = this.options
    const kept: Kept = { ...entry, id, meeting, seat, key }
    this.entries.set(nameOf(kept.bid, kept.item), kept)
    this.options.onChange?.()
    await database.put('findings', kept)
  }

  private waiting(): Kept[] {
    return [...this.entries.values()].filter(({ order }) => order > 0).sort((a, b) => a.order - b.order)
  }

  private async run() {
    if (this.running) return
    this.running = true
    for (;;) {
      const next = this.waiting()[0]
      if (!next || this.closed || this.options.held()) break
      const { bid, item, verdict, reason, page } = next
      const answer = await this.options.send({ bid, item, pass: verdict === 'pass', reason, page: Number(page) }, next.id)
      if (answer.fault) {
        await this.backoff.wait()
        continue
      }
      this.backoff.reset()
      await this.settle(next, answer.refusal)
    }
    this.running = false
  }

  /** settle takes a finding out of the queue, unless it was made anew meanwhile. What was refused is kept as written. */
  private async settle(sent: Kept, refusal?: Refusal) {
    const name = nameOf(sent.bid, sent.item)
    if (this.entries.get(name) !== sent) return
    if (refusal) {
      this.refusals.set(name, refusal)
      await this.keep({ ...sent, order: 0 })
      return
    }
    this.entries.delete(name)
    this.options.onChange?.()
    await this.options.database.remove('findings', keyOf(sent))
  }
}

function keyOf({ meeting, seat, bid, item }: Kept): IDBValidKey {
  return [meeting, seat, bid, item]
}

function nameOf(bid: string, item: string): string {
  return `${bid} ${item}`
}
