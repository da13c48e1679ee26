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

export interface RemoteRoom {
  id: string
  name: string
  centre: string
  seats: number
}

export interface RoomView {
  id: string
  centre: string
  name: string
  seats: number
  offered: boolean
  kiosks: KioskView[]
  lot: string
  guest: string
  version: number
}
