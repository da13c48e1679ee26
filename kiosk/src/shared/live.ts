// The live socket: what changed, as it changes. Every event of a topic has a
// number; after a lost connection the page says the last one it saw and gets
// the rest, or is told to read everything again.
//
// The wire is that of the server's package live, one JSON object a message.
// Page: {op:"subscribe",topic,since}, {op:"unsubscribe",topic}, {op:"beat"}.
// Server: {topic,seq,kind,data}. A browser lets a page set no header on a
// socket, so a kiosk shows its token as the second subprotocol, "kiosk." and
// the token; the first, "bidroom", is the one the server accepts.
import { Backoff } from './backoff'

export interface LiveEvent {
  topic: string
  seq: number
  /**
   * "changed", "health", "announce", "draft", "entry", "presence"; "resync"
   * asks to read the topic's noun again; "refused" says, with the reasons as
   * data, that this page may not follow the topic.
   */
  kind: string
  data: unknown
}

export type LiveState = 'connecting' | 'open' | 'lost' | 'closed'

export interface LiveOptions {
  url: string
  /** A kiosk's token; asked for at each connection. */
  token?: () => string | null
  onState?: (state: LiveState) => void
  /** Between signs of life; a connection on which the server is silent for two of these is given up. */
  beatMs?: number
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
  private readonly beatMs: number
  private heard = 0

  constructor(private readonly options: LiveOptions) {
    this.beatMs = options.beatMs ?? 4000
    void this.run()
  }

  /**
   * subscribe calls handler with each event of topic after number since (0:
   * from now on), and returns the way to stop.
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
      const token = this.options.token?.()
      const socket = new WebSocket(this.options.url, token ? ['bidroom', `kiosk.${token}`] : [])
      this.socket = socket
      const beat = setInterval(() => {
        if (this.topics.size > 0 && Date.now() - this.heard > this.beatMs * 2) over()
        else this.beat()
      }, this.beatMs)
      this.heard = Date.now()
      socket.onopen = () => {
        this.backoff.reset()
        for (const [topic, { since }] of this.topics) this.say({ op: 'subscribe', topic, since })
        this.become('open')
      }
      socket.onmessage = (message) => this.receive(message.data)
      // Without waiting for onclose: with nobody at the other end it comes a minute later.
      const over = () => {
        clearInterval(beat)
        socket.onopen = socket.onmessage = socket.onclose = null
        socket.close()
        this.socket = null
        resolve()
      }
      socket.onclose = over
    })
  }

  private receive(text: unknown) {
    this.heard = Date.now()
    const event = JSON.parse(String(text)) as LiveEvent
    const topic = this.topics.get(event.topic)
    if (!topic) return
    if (event.kind === 'subscribed') {
      topic.since ||= event.seq // otherwise what was missed follows, and is counted as it comes
      return
    }
    if (event.kind !== 'refused') {
      if (event.kind !== 'resync' && event.seq <= topic.since) return // seen before the connection was lost
      topic.since = event.seq
    }
    for (const handler of [...topic.handlers]) handler(event)
  }

  /**
   * beat shows that this page lives, and asks whether the server does: pings
   * of the socket itself are invisible to a page, but a subscription made
   * again is answered, and brings along anything that was missed.
   */
  private beat() {
    this.say({ op: 'beat' })
    for (const [topic, { since }] of [...this.topics].slice(0, 1)) this.say({ op: 'subscribe', topic, since })
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
