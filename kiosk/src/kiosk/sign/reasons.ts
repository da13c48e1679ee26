// What a member writes of a dissent survives a reload: it is kept on this
// machine until it is filed, for the member whose key it is and nobody else.
const place = 'bidroom.kiosk.dissent'

/** keptReasons returns what the member with a key has written so far. */
export function keptReasons(key: string): string {
  const kept: unknown = JSON.parse(localStorage.getItem(place) ?? 'null')
  return typeof kept === 'object' && kept !== null && 'key' in kept && kept.key === key && 'text' in kept ? String(kept.text) : ''
}

/** keepReasons keeps what is written; an empty text is forgotten, and with it whatever another member had left. */
export function keepReasons(key: string, text: string) {
  if (text) localStorage.setItem(place, JSON.stringify({ key, text }))
  else localStorage.removeItem(place)
}
