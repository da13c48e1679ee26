// The live socket: what changed, as it changes. Every event of a topic has a
// number; after a lost connection the page says the last one it saw and gets
// the rest, or is told to read everything again.
//
// The wire, one JSON object a message. Page: {op:"authenticate",token} first,
// at a kiosk only; {op:"subscribe",topic,since}; {op:"unsubscribe",topic};
// {op:"ping"}. Server: {topic,seq,kind,data}, with kind "resync" when the
// events since are no longer kept (seq is then the newest), and {kind:"pong"}.
import { Backoff } from './backoff'

export interface LiveEvent {
  topic: string
  seq: number
  /** "changed", "health", "announce", "draft", "entry"; "resync" asks to read the topic's noun again. */
  kind: string
  data: unknown
}

export type LiveState = 'connecting' | 'open' | 'lost' | 'closed'

export interface LiveOptions {
  url: string
  /** A kiosk's token; asked for at each connection. */
  token?: () => string | null
  onState?: (state: LiveState) => void
  /** Between pings; a connection that is silent for one and a half of these is given up. */
  pingMs?: number
}

interface Topic {
  since: number
  handlers: Set<(event: LiveEvent) => void>
}

/** Live keeps one socket open and its topics subscribed until close. */
export class Live {
  state: LiveState = 'connecting'
  private socket: WebSocket | null = null
  private readonly topics = new Map<string, Topic>()
  private readonly backoff = new Backoff()
  private readonly pingMs: number
  private heard = 0

  constructor(private readonly options: LiveOptions) {
    this.pingMs = options.pingMs ?? 10_000
    void this.run()
  }

  /**
   * subscribe calls handler with each event of topic after number since (0:
   * from now on, after a "resync"), and returns the way to stop.
   */
  subscribe(topic: string, handler: (event: LiveEvent) => void, since = 0): () => void {
    let entry = this.topics.get(topic)
    if (!entry) {
      entry = { since, handlers: new Set() }
      this.topics.set(topic, entry)
      this.say({ op: 'subscribe', topic, since })
    }
    entry.handlers.add(handler)
    return () => {
      entry.handlers.delete(handler)
      if (entry.handlers.size > 0 || this.topics.get(topic) !== entry) return
      this.topics.delete(topic)
      this.say({ op: 'unsubscribe', topic })
    }
  }

  /** poke tries to connect now, for instance when the browser says the network is back. */
  poke() {
    this.backoff.poke()
  }

  /** close ends the socket for good. */
  close() {
    this.become('closed')
    this.socket?.close()
    this.backoff.poke()
  }

  private async run() {
    while (!this.closed()) {
      await this.connection()
      if (this.closed()) return
      this.become('lost')
      await this.backoff.wait()
    }
  }

  // A getter would be narrowed away by the compiler across the awaits above.
  private closed() {
    return this.state === 'closed'
  }

  /** connection opens one socket and returns when it has ended. */
  private connection(): Promise<void> {
    return new Promise((resolve) => {
      const socket = new WebSocket(this.options.url)
      this.socket = socket
      const beat = setInterval(() => {
        if (Date.now() - this.heard > this.pingMs * 1.5) socket.close()
        else this.say({ op: 'ping' })
      }, this.pingMs)
      this.heard = Date.now()
      socket.onopen = () => {
        this.backoff.reset()
        const token = this.options.token?.()
        if (token) this.say({ op: 'authenticate', token })
        for (const [topic, { since }] of this.topics) this.say({ op: 'subscribe', topic, since })
        this.become('open')
      }
      socket.onmessage = (message) => this.receive(message.data)
      socket.onclose = () => {
        clearInterval(beat)
        this.socket = null
        resolve()
      }
    })
  }

  private receive(text: unknown) {
    this.heard = Date.now()
    const event = JSON.parse(String(text)) as LiveEvent
    const topic = this.topics.get(event.topic)
    if (!topic) return
    if (event.kind !== 'resync' && event.seq <= topic.since) return // seen before the connection was lost
    topic.since = event.seq
    for (const handler of [...topic.handlers]) handler(event)
  }

  private say(message: object) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message))
  }

  private become(state: LiveState) {
    if (this.state === state) return
    this.state = state
    this.options.onState?.(state)
  }
}

/** liveUrl returns the socket's address on the page's own server. */
export function liveUrl(base = '/api'): string {
  return new URL(`${base}/live`, location.href).href.replace(/^http/, 'ws')
}
