// What the member types into the score sheet.
import { defineStore } from 'pinia'
import type { Saved } from '@shared/outbox'
import { client } from '@shared/server'
import { useSeatBox } from './seatbox'

export const useStrokes = defineStore('strokes', () =>
  useSeatBox({
    store: 'strokes',
    send: (drafts) => client.send<Saved>('PUT', '/kiosk/drafts', { drafts }, { retries: 0 }),
    held: (member) => member.drafts,
  }))
