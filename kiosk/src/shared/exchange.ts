// One offer and its answer over HTTP, as WHIP (RFC 9725) and WHEP ask for it.
// The offer waits for no candidates of this end: the server's are in its
// answer, and it learns this end's from the first check that reaches it (RFC
// 8445 section 7.3.1.3).

/** Exchanged is one media connection as the server knows it. */
export interface Exchanged {
  peer: RTCPeerConnection
  /** The address that stands for the connection; DELETE ends it. */
  resource: string
  etag: string | null
}

/** ExchangeError says that the server did not take an offer. */
export class ExchangeError extends Error {
  constructor(
    readonly status: number,
    /** How long the server asks to wait, 0 if it does not. */
    readonly retryAfterMs: number,
  ) {
    super(`the offer was answered with ${status}`)
  }
}

/**
 * exchange sends peer's offer to endpoint and applies the answer. It throws an
 * ExchangeError if the server refuses and a TypeError if it is not reached.
 */
export async function exchange(peer: RTCPeerConnection, endpoint: string, headers: Record<string, string>): Promise<Exchanged> {
  await peer.setLocalDescription()
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/sdp' },
    body: peer.localDescription?.sdp ?? '',
    credentials: 'same-origin',
  })
  const location = response.headers.get('Location')
  if (response.status !== 201 || !location) {
    throw new ExchangeError(response.status, 1000 * (Number(response.headers.get('Retry-After')) || 0))
  }
  const resource = new URL(location, response.url).href
  await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() })
  return { peer, resource, etag: response.headers.get('ETag') }
}

/** end closes the connection here and tells the server; nobody waits for the answer. */
export function end({ peer, resource, etag }: Exchanged, headers: Record<string, string>) {
  peer.close()
  const match: Record<string, string> = etag ? { 'If-Match': etag } : {}
  // keepalive: the request outlives the page that is being left
  void fetch(resource, { method: 'DELETE', headers: { ...headers, ...match }, credentials: 'same-origin', keepalive: true }).catch(() => undefined)
}

/**
 * known asks whether the server still has the connection, by a PATCH that
 * changes nothing. After a restart it has not, and says so long before ICE
 * times out. It throws a TypeError if the server is not reached.
 */
export async function known({ peer, resource, etag }: Exchanged, headers: Record<string, string>): Promise<boolean> {
  const response = await fetch(resource, {
    method: 'PATCH',
    headers: { ...headers, 'Content-Type': 'application/trickle-ice-sdpfrag', ...(etag && { 'If-Match': etag }) },
    body: credentials(peer.localDescription?.sdp ?? ''),
    credentials: 'same-origin',
  })
  return response.ok
}

/** credentials returns the trickle fragment that names this connection's ICE session and adds no candidate. */
function credentials(sdp: string): string {
  const line = (name: string) => new RegExp(`^a=${name}:.*$`, 'm').exec(sdp)?.[0].trim() ?? ''
  return `${line('ice-ufrag')}\r\n${line('ice-pwd')}\r\n`
}

/** ended is fulfilled when peer has lost its connection for good, or for longer than a passing fault lasts. */
export function ended(peer: RTCPeerConnection, patienceMs = 2000): Promise<void> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      const state = peer.connectionState
      if (state === 'failed' || state === 'closed') resolve()
      else if (state === 'disconnected') timer = setTimeout(resolve, patienceMs)
    }
    peer.addEventListener('connectionstatechange', look)
    look()
  })
}

/** connected is fulfilled with true when peer's media flow, with false if they do not within ms. */
export function connected(peer: RTCPeerConnection, ms = 5000): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (peer.connectionState === 'connected') done(true)
      if (peer.connectionState === 'failed' || peer.connectionState === 'closed') done(false)
    }
    const done = (yes: boolean) => {
      clearTimeout(timer)
      peer.removeEventListener('connectionstatechange', look)
      resolve(yes)
    }
    const timer = setTimeout(() => done(false), ms)
    peer.addEventListener('connectionstatechange', look)
    look()
  })
}

const lookMs = 50

/**
 * sending is fulfilled when peer has sent its first picture, with how many
 * milliseconds ago that was: a busy machine answers late, when more have gone
 * out. It is fulfilled with null if peer is closed before.
 */
export async function sending(peer: RTCPeerConnection): Promise<number | null> {
  while (peer.connectionState !== 'closed') {
    const all = await statsOf(peer)
    const sent = all.find(({ framesSent }) => framesSent)
    if (sent) {
      const rate = all.find(({ type, kind }) => type === 'media-source' && kind === 'video')?.framesPerSecond
      const since = performance.timeOrigin + performance.now() - sent.timestamp
      return Math.max(0, since) + (rate ? ((sent.framesSent! - 1) * 1000) / rate : 0)
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
  return null
}

/** silentFor returns for how many milliseconds nothing has come from the other end, which sends some report ten times a second. */
export async function silentFor(peer: RTCPeerConnection): Promise<number> {
  const silences = (await statsOf(peer)).map(({ timestamp, lastPacketReceivedTimestamp: last }) => (last ? timestamp - last : Infinity))
  const least = Math.min(...silences)
  return Number.isFinite(least) ? Math.max(0, least) : 0
}

/** Figures are those of getStats that are looked at here; TypeScript's own lack some. */
interface Figures {
  type: string
  kind?: string
  timestamp: number
  framesSent?: number
  framesPerSecond?: number
  lastPacketReceivedTimestamp?: number
}

async function statsOf(peer: RTCPeerConnection): Promise<Figures[]> {
  return [...((await peer.getStats()) as unknown as Map<string, Figures>).values()]
}
