// Generated from the shapes of server/api; do not edit.

export interface KioskView {
  id: string
  room: string
  seat: number
  name: string
  fingerprint: string
  pairedMs: number
  online: boolean
}

export interface PairingView {
  id: string
  fingerprint: string
  createdMs: number
  expiresMs: number
  kiosk: string
}

export interface RoomView {
  id: string
  centre: string
  name: string
  seats: number
  kiosks: KioskView[]
  lot: string
  version: number
}
