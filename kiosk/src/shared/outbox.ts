// What a member types, until the server has it. A stroke is written to
// IndexedDB before anything else; it is sent, in the order it was typed, as
// soon as there is a connection, and again until it is acknowledged. So a
// reload, a crash of the page or of the server and a cut network lose nothing.
//
// A field (one bid, one criterion) has its own counting: its latest value and
// a number that grows with every stroke. The server keeps the highest number
// it saw and answers with it, so sending twice or late does no harm.
import type { DraftView } from './api.gen'
import { Backoff } from './backoff'
import type { Answer, Refusal } from './client'
import type { Database } from './database'

/** What the server answers to what was sent. */
export interface Saved {
  saved: { bid: string; criterion: string; seq: number }[]
  atMs: number
}

export type OutboxState = 'saved' | 'sending' | 'offline' | 'refused'

export interface OutboxOptions {
  database: Database
  store: 'strokes' | 'readings'
  meeting: string
  seat: number
  send: (drafts: DraftView[]) => Promise<Answer<Saved>>
  /** Told after every change of state, pending or savedMs. */
  onChange?: () => void
  /** Told after every change of a draft. */
  onDraft?: () => void
}

/** A Field is one as it is kept. */
interface Field {
  /** Replaced by a stroke and never changed, so that whoever shows it sees whether it is another. */
  draft: DraftView
  acked: number // the highest number the server has acknowledged
  order: number // when the oldest stroke that is not acknowledged was typed, relative to the others
}
type Kept = DraftView & Omit<Field, 'draft'> & { meeting: string; seat: number }

const mostInOneCall = 50

/** Outbox holds the strokes of one seat in one meeting. */
export class Outbox {
  state: OutboxState = 'saved'
  /** The server's time when it last acknowledged something; 0 if it has not yet. */
  savedMs = 0
  /** Why the server refused the last call; the strokes are kept. */
  refusal: Refusal | null = null

  private readonly fields = new Map<string, Field>()
  private readonly unsent = new Map<string, Field>() // of these, what the server has not acknowledged
  private readonly backoff = new Backoff()
  private order = 0
  private running: Promise<void> | null = null
  private closed = false

  private constructor(private readonly options: OutboxOptions) {}

  /** open reads what an earlier page left behind and starts to send it. */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(options)
    for (const { bid, criterion, value, page, note, seq, acked, order } of await options.database.all<Kept>(options.store, outbox.range())) {
      outbox.set({ draft: { bid, criterion, value, page, note, seq }, acked, order })
      outbox.order = Math.max(outbox.order, order)
    }
    outbox.start()
    return outbox
  }

  /** pending is how many fields the server has not acknowledged. */
  get pending(): number {
    return this.unsent.size
  }

  /** draft returns the latest value of a field, acknowledged or not. */
  draft(bid: string, criterion: string): DraftView | undefined {
    return this.fields.get(fieldKey(bid, criterion))?.draft
  }

  /** drafts returns the latest value of every field. */
  drafts(): DraftView[] {
    return [...this.fields.values()].map(({ draft }) => draft)
  }

  /**
   * stroke takes the new state of a field. It is fulfilled when the stroke is
   * safe on this machine; sending goes on by itself.
   */
  async stroke(typed: Omit<DraftView, 'seq'>): Promise<void> {
    const before = this.fields.get(fieldKey(typed.bid, typed.criterion))
    const waiting = before && before.draft.seq > before.acked
    const field: Field = {
      draft: { ...typed, seq: Math.max(before?.draft.seq ?? 0, before?.acked ?? 0) + 1 },
      acked: before?.acked ?? 0,
      order: waiting ? before.order : ++this.order,
    }
    this.set(field)
    this.options.onDraft?.()
    try {
      await this.keep([field], 'strict')
    } finally {
      this.start() // a full disk is no reason not to send
    }
  }

  /**
   * adopt takes what the server holds (KioskMember.drafts): after a move to
   * another kiosk it knows strokes that this machine never saw. The higher
   * number wins; at equal numbers the server's value does. Taking the same
   * again changes nothing.
   */
  async adopt(drafts: DraftView[]): Promise<void> {
    const news = drafts.flatMap((draft): Field[] => {
      const before = this.fields.get(fieldKey(draft.bid, draft.criterion))
      return before && (before.draft.seq > draft.seq || before.acked >= draft.seq) ? [] : [{ draft, acked: draft.seq, order: 0 }]
    })
    if (!news.length) return
    for (const field of news) this.set(field)
    this.options.onDraft?.()
    await this.keep(news, 'relaxed')
    this.changed()
  }

  /** poke sends now: the connection is back. */
  poke() {
    this.backoff.poke()
    this.start()
  }

  /** settled is fulfilled when everything is acknowledged or the server has refused. */
  async settled(): Promise<void> {
    await this.running
  }

  /** clear forgets the seat's strokes, once its sheet is submitted. */
  async clear(): Promise<void> {
    await this.options.database.remove(this.options.store, this.range())
    this.fields.clear()
    this.unsent.clear()
    this.options.onDraft?.()
    this.changed()
  }

  /** close stops sending; strokes stay for the next open. */
  async close(): Promise<void> {
    this.closed = true
    this.backoff.poke()
    await this.running
  }

  private start() {
    if (!this.running && !this.closed && this.pending > 0) {
      this.running = this.run().finally(() => {
        this.running = null
        this.changed()
      })
    }
    this.changed()
  }

  private async run() {
    this.become('sending')
    while (!this.closed && this.pending > 0) {
      const answer = await this.options.send(this.waiting().slice(0, mostInOneCall))
      if (answer.ok && (await this.acknowledge(answer.value))) {
        this.backoff.reset()
        this.become('sending')
      } else if (answer.refusal && answer.refusal.kind !== 'busy') {
        this.refusal = answer.refusal
        this.become('refused')
        return // until the next stroke or poke: the person must see why
      } else {
        this.become('offline')
        if (!this.closed) await this.backoff.wait()
      }
    }
    if (this.pending === 0) this.become('saved')
  }

  /** acknowledge reports whether the server took anything that it had not before. */
  private async acknowledge({ saved, atMs }: Saved): Promise<boolean> {
    const news: Field[] = []
    for (const { bid, criterion, seq } of saved) {
      const field = this.fields.get(fieldKey(bid, criterion))
      if (!field || seq <= field.acked) continue
      field.acked = seq
      field.order = field.draft.seq > seq ? ++this.order : field.order
      this.set(field)
      news.push(field)
    }
    await this.keep(news, 'relaxed')
    if (news.length) this.savedMs = atMs
    this.refusal = null
    return news.length > 0
  }

  private waiting(): DraftView[] {
    return [...this.unsent.values()].sort((a, b) => a.order - b.order).map(({ draft }) => draft)
  }

  private set(field: Field) {
    const key = fieldKey(field.draft.bid, field.draft.criterion)
    this.fields.set(key, field)
    if (field.draft.seq > field.acked) this.unsent.set(key, field)
    else this.unsent.delete(key)
  }

  /** keep writes fields to this machine, all or none; what the server has as well need not have reached the disk. */
  private keep(fields: Field[], durability: IDBTransactionDurability): Promise<void> {
    const { meeting, seat } = this.options
    return this.options.database.putAll(this.options.store, fields.map(({ draft, ...counted }) => ({ ...draft, ...counted, meeting, seat }) satisfies Kept), durability)
  }

  private range(): IDBKeyRange {
    const { meeting, seat } = this.options
    return IDBKeyRange.bound([meeting, seat], [meeting, seat, []]) // an array is above every string
  }

  private become(state: OutboxState) {
    this.state = state
    this.changed()
  }

  private changed() {
    this.options.onChange?.()
  }
}

/** Of every field with every stroke: no id holds a line feed. */
function fieldKey(bid: string, criterion: string): string {
  return `${bid}\n${criterion}`
}
