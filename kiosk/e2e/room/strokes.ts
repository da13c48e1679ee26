// Members who type marks without a pause, and what the server said it has.
import type { Request } from 'playwright-core'
import { expect } from 'vitest'
import type { DraftView, KioskState } from '@shared/api.gen'
import type { Kiosk } from '../case/kiosk'

const everyMs = 250 // four strokes a second: as fast as anybody fills in a sheet

/** Strokes are those of one kiosk. */
export class Strokes {
  /** By field, the newest stroke that the server has acknowledged. */
  private readonly acknowledged = new Map<string, DraftView>()
  private over = false
  private typing: Promise<void> = Promise.resolve()

  constructor(
    private readonly kiosk: Kiosk,
    private readonly random: () => number,
  ) {
    kiosk.page.on('requestfinished', (request: Request) => {
      if (request.method() !== 'PUT' || !request.url().endsWith('/kiosk/drafts')) return
      void request.response().catch(() => null).then((response) => {
        if (response?.status() !== 200) return
        for (const draft of (JSON.parse(request.postData()!) as { drafts: DraftView[] }).drafts) this.acknowledged.set(field(draft), draft)
      })
    })
  }

  /** begin types until stop. */
  begin(): void {
    this.typing = this.type()
    this.typing.catch(() => undefined) // told by stop
  }

  private async type() {
    const fields = this.kiosk.page.locator('[data-criterion] input[inputmode="decimal"]')
    await fields.first().waitFor()
    const count = await fields.count()
    for (let n = 0; !this.over; n++) {
      await fields.nth(n % count).fill(String(1 + Math.floor(this.random() * 4)))
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }

  /** stop ends the typing and waits until the page says that all of it is saved. */
  async stop(): Promise<void> {
    this.over = true
    await this.typing
    await this.kiosk.text('shell.saved.at').waitFor()
  }

  /** kept holds every acknowledged stroke against what the server has. */
  kept(state: KioskState): void {
    expect(this.acknowledged.size).toBeGreaterThan(0)
    for (const [key, draft] of this.acknowledged) {
      const now = state.member!.drafts.find((one) => field(one) === key)
      expect(now, `${this.kiosk.name}, ${key}`).toBeDefined()
      expect(now!.seq, `${this.kiosk.name}, ${key}`).toBeGreaterThanOrEqual(draft.seq)
      if (now!.seq === draft.seq) expect(now!.value).toBe(draft.value)
    }
  }
}

const field = ({ bid, criterion }: DraftView) => `${bid} ${criterion}`
