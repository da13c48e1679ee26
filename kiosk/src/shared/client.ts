// The one way from a page to the server's API. An answer is the value, a
// refusal (a rule said no, with every reason) or a fault (the machine failed);
// none of them is thrown, so that the compiler asks what a page does with each.
import type { Reason } from './api.gen'

export interface Refusal {
  kind: 'invalid' | 'unauthenticated' | 'forbidden' | 'premature' | 'stale' | 'not_found' | 'too_large' | 'busy'
  reasons: Reason[]
}

export interface Fault {
  /** The number under which the server's diagnostics hold the whole story; null if the server was not reached. */
  number: string | null
}

export type Answer<T> =
  | { ok: true; value: T; refusal?: undefined; fault?: undefined }
  | { ok: false; refusal: Refusal; fault?: undefined }
  | { ok: false; refusal?: undefined; fault: Fault }

/** A file that the server made, under the name that it gave it. */
export interface Taken {
  name: string
  content: Blob
}

export interface SendOptions {
  signal?: AbortSignal
  /** Names the act, so that sending it again does it once; made anew for each call if not given. */
  idempotencyKey?: string
  /** How often a call that did not reach the server is tried again; 2 if not given. */
  retries?: number
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface ClientOptions {
  /** Where the API is, without a slash at the end; "/api" if not given. */
  base?: string
  /** Headers that show who calls: {"Authorization": "Kiosk …"} at a kiosk; a desk and a wall have a cookie. */
  headers?: () => Record<string, string>
  /** Told when the server no longer knows who calls. */
  onUnauthenticated?: () => void
  /** The language refusals should come in. */
  language?: () => string
}

/** Client calls the API. It remembers the CSRF token of the last Me it saw. */
export class Client {
  private csrf = ''
  readonly base: string

  constructor(private readonly options: ClientOptions = {}) {
    this.base = options.base ?? '/api'
  }

  /** get reads path, such as "/lots/1". */
  get<T>(path: string, options: SendOptions = {}): Promise<Answer<T>> {
    return this.call<T>(path, { method: 'GET', headers: this.headers() }, options)
  }

  /** file reads path as a file; one without a name gets the last word of its path. */
  file(path: string, options: SendOptions = {}): Promise<Answer<Taken>> {
    return this.call(path, { method: 'GET', headers: this.headers() }, options, async (response) => {
      const named = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')
      return { name: named?.[1] ?? path.split('?')[0]!.split('/').at(-1)!, content: await response.blob() }
    })
  }

  /**
   * send does an act. body is sent as JSON, a FormData as it is (a file). Each
   * call carries an idempotency key, so a call whose answer was lost is tried
   * again without doing the act twice.
   */
  send<T>(method: Method, path: string, body?: unknown, options: SendOptions = {}): Promise<Answer<T>> {
    const headers: Record<string, string> = {
      ...this.headers(),
      'X-CSRF': this.csrf,
      'Idempotency-Key': options.idempotencyKey ?? crypto.randomUUID(),
    }
    const form = body instanceof FormData
    if (body !== undefined && !form) headers['Content-Type'] = 'application/json'
    return this.call<T>(path, { method, headers, body: form ? body : JSON.stringify(body) }, options)
  }

  /** actHeaders returns the headers of an act that does not go through this client (an SDP offer). */
  actHeaders(): Record<string, string> {
    return { ...this.headers(), 'X-CSRF': this.csrf }
  }

  /** authorization returns the headers that a call beside this client needs (a PDF, an SDP offer). */
  headers(): Record<string, string> {
    const language = this.options.language?.()
    return { ...(language && { 'Accept-Language': language }), ...this.options.headers?.() }
  }

  private async call<T>(path: string, init: RequestInit, { signal, retries = 2 }: SendOptions, take?: (response: Response) => Promise<T>): Promise<Answer<T>> {
    for (let attempt = 0; ; attempt++) {
      try {
        const response = await fetch(this.base + path, { ...init, signal, credentials: 'same-origin', cache: 'no-store' })
        // A proxy in between answers so while the server restarts; the server itself numbers its faults.
        if (response.status >= 502 && response.status <= 504 && attempt < retries && !isJson(response)) {
          await pause(attempt)
          continue
        }
        return take && response.ok ? { ok: true, value: await take(response) } : await this.read<T>(response)
      } catch (error) {
        if (signal?.aborted) throw error
        if (attempt >= retries) return { ok: false, fault: { number: null } }
        await pause(attempt)
      }
    }
  }

  private async read<T>(response: Response): Promise<Answer<T>> {
    const body: unknown = isJson(response) ? await response.json() : null
    if (response.ok) {
      if (isObject(body) && typeof body.csrf === 'string') this.csrf = body.csrf
      return { ok: true, value: body as T }
    }
    if (isRefusal(body)) {
      if (body.kind === 'unauthenticated') this.options.onUnauthenticated?.()
      return { ok: false, refusal: body }
    }
    return { ok: false, fault: { number: isObject(body) && typeof body.fault === 'string' ? body.fault : String(response.status) } }
  }
}

function isJson(response: Response): boolean {
  return response.headers.get('Content-Type')?.includes('json') ?? false
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isRefusal(value: unknown): value is Refusal {
  return isObject(value) && typeof value.kind === 'string' && Array.isArray(value.reasons)
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt))
}
