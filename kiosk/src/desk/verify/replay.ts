// Runs the fillings of a record again, the seats of the plan first and then
// each replacement.
import { fill } from './fill'
import { isNumber, type Ticket } from './hash'
import type { Limits, Seat } from './plan'
import type { Filling, Opened } from './record'

/** replay returns the first filling that is not as it should be, or "". behind is null where not everything is opened. */
export function replay(fillings: Filling[], seats: Seat[], limits: Limits, tickets: Ticket[], behind: Map<string, Opened> | null): string {
  const stated = fillings.map((filling) => ({ ...filling, seat: isNumber(filling.seat) ? filling.seat : '0' }))
  const panel = new Replay(limits, tickets, behind)
  const n = seats.length
  let wrong = panel.carryOut(stated.slice(0, n), seats, 0)
  for (let i = n; wrong < 0 && i < stated.length; i++) {
    const open = seats.filter(({ no }) => no === stated[i]!.seat).slice(0, 1)
    wrong = open.length ? panel.carryOut(stated.slice(i, i + 1), open, i) : i
  }
  if (wrong < 0) wrong = fillings.findIndex(({ reason }, i) => (reason !== '') !== (i >= n))
  return wrong < 0 ? '' : `fillings.${wrong}`
}

class Replay {
  private readonly holders: { seat: string; label: string }[] = []
  /** Every label that has held a seat, in the order in which they took them. */
  private readonly drawn: { seat: string; label: string }[] = []

  constructor(
    private readonly limits: Limits,
    private readonly tickets: Ticket[],
    private readonly behind: Map<string, Opened> | null,
  ) {}

  /** carryOut fills open seats as stated, the first of which is the i-th filling; it returns the index of the first that is wrong, or -1. */
  carryOut(stated: Filling[], open: Seat[], i: number): number {
    const wrong = this.behind ? this.differs(stated, open, this.behind) : this.outOfOrder(stated, open)
    if (wrong >= 0) return i + wrong
    for (const { seat, label } of stated) {
      const holder = this.holders.find((one) => one.seat === seat)
      if (holder) holder.label = label
      else this.holders.push({ seat, label })
      this.drawn.push({ seat, label })
    }
    return -1
  }

  /** differs compares with what the draw gives. */
  private differs(stated: Filling[], open: Seat[], behind: Map<string, Opened>): number {
    const held = new Set(this.holders.map(({ label }) => label))
    const sits = ({ seat, label }: { seat: string; label: string }) => held.has(label) && !open.some(({ no }) => no === seat)
    const sitting = this.drawn.filter(sits).map(({ label }) => behind.get(label)!)
    const gone = this.drawn.filter((one) => !sits(one)).map(({ label }) => label)
    const own = fill(open, this.limits, this.tickets.map(({ label }) => behind.get(label)!), sitting, gone)
    if (!own) return 0
    return open.findIndex(({ no }, i) => {
      const one = stated[i]
      return one?.seat !== no || one.label !== own[i]!.label || one.skips.length !== own[i]!.skips.length || own[i]!.skips.some((skip, j) => skip !== one.skips[j])
    })
  }

  /** outOfOrder checks what the tickets alone can prove: the seats are the plan's, nobody is taken twice, and every lower ticket is a skip. */
  private outOfOrder(stated: Filling[], open: Seat[]): number {
    const other = open.findIndex(({ no }, i) => stated[i]?.seat !== no)
    if (other >= 0) return other
    const taken = new Set(this.drawn.map(({ label }) => label))
    return stated.findIndex(({ label, skips }) => {
      const at = this.tickets.findIndex((ticket) => ticket.label === label)
      const lower = this.tickets.slice(0, Math.max(at, 0)).filter((ticket) => !taken.has(ticket.label))
      const wrong = at < 0 || taken.has(label) || lower.length !== skips.length || lower.some((ticket, j) => ticket.label !== skips[j]!.split(' ')[0])
      taken.add(label)
      return wrong
    })
  }
}
