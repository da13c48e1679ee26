// Generated from the shapes of server/api; do not edit.

export interface Account {
  id: string
  centre: string
  login: string
  name: string
  role: string
  kind: string
  disabled: boolean
  second: boolean
  keeps: boolean
  version: number
}

export interface Centre {
  id: string
  name: string
  several: boolean
  timeZone: string
  fingerprint: string
  logKey: string
}

export interface CentreView {
  id: string
  name: string
  printed: string
  region: string
  code: string
  register: boolean
  closed: boolean
  version: number
}

export interface Me {
  account: Account | null
  csrf: string
  centre: Centre
  serverMs: number
  setup: boolean
  demo: boolean
}

export interface SecondOffer {
  uri: string
  offer: string
}

export interface SetUpView {
  master: string[]
  openers: Record<string, string[]>
}
