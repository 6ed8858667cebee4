import type { z } from 'zod'
import type { Attestation, Waiver } from '../core/attestation.ts'
import type { Finding } from '../core/finding.ts'
import type { Shop } from '../core/shop.ts'
import type { AuditSummary } from '../server/audits/summary.ts'
import type { FindingFilters, FindingLine } from '../server/findings/filters.ts'
import type { Problem } from '../server/http/problem.ts'
import type { jobSchema } from '../server/jobs/schema.ts'

export type Job = z.output<typeof jobSchema>

export interface Page<T> {
  items: T[]
  next?: string
}

export interface ShopLine {
  id: string
  name: string
  sample: boolean
  createdAt: string
  latest?: { audit: string; at: string; score: number; coverage: number }
}

export interface LiveEvent {
  kind: string
  shop?: string
  at: string
  data: Record<string, string | number | boolean>
}

/** What the API answers where it does not do what was asked (problem+json, RFC 9457). */
export class ShopwardenApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.title}${problem.where ? ` (${problem.where})` : ''}. ${problem.fix ?? ''}`.trim())
    this.name = 'ShopwardenApiError'
    this.problem = problem
  }
}

export interface ClientOptions {
  /** Where the server is reached, e.g. https://shopwarden.example */
  url: string
  /** An API key (Settings, API keys). */
  key: string
  fetch?: typeof fetch
}

type Query = Readonly<Record<string, string | number | undefined>>
interface Sent {
  query?: Query
  body?: unknown
  /** The same key and request again gets the first answer. */
  idempotencyKey?: string
  signal?: AbortSignal
}

/** The HTTP API from a program. Every route of the reference can be called with `request`; the common ones have methods. */
export class ShopwardenClient {
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    this.#options = options
  }

  async #send(method: string, path: string, { query = {}, body, idempotencyKey, signal }: Sent): Promise<Response> {
    const url = new URL(`/api/v1${path}`, this.#options.url)
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value))
    const response = await (this.#options.fetch ?? fetch)(url, {
      method,
      headers: {
        authorization: `Bearer ${this.#options.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    if (response.ok) return response
    throw new ShopwardenApiError((await response.json()) as Problem)
  }

  /** Any route. @throws ShopwardenApiError */
  async request<T>(method: string, path: string, sent: Sent = {}): Promise<T> {
    return (await (await this.#send(method, path, sent)).json()) as T
  }

  /** Every item of a list, page after page. */
  async *all<T>(path: string, query: Query = {}): AsyncGenerator<T> {
    let cursor: string | undefined
    do {
      const page: Page<T> = await this.request('GET', path, { query: { ...query, limit: 500, cursor } })
      yield* page.items
      cursor = page.next
    } while (cursor !== undefined)
  }

  shops = async (): Promise<ShopLine[]> => (await this.request<{ items: ShopLine[] }>('GET', '/shops')).items

  addShop = (
    description: z.input<typeof import('../core/shop.ts').shopSchema>,
  ): Promise<ShopLine & { description: Shop }> => this.request('POST', '/shops', { body: { description } })

  startAudit = (shop: string, touch: 'passive' | 'active' = 'active'): Promise<Job> =>
    this.request('POST', `/shops/${shop}/audits`, { body: { touch } })

  /** Starts a command of an area, e.g. `malware.scan`. */
  startVerb = (shop: string, verb: `${string}.${string}`, body: unknown = {}): Promise<Job> =>
    this.request('POST', `/shops/${shop}/${verb.replace('.', '/verbs/')}`, { body })

  job = (shop: string, job: string): Promise<Job> => this.request('GET', `/shops/${shop}/jobs/${job}`)

  result = <T>(shop: string, job: string): Promise<T> => this.request('GET', `/shops/${shop}/jobs/${job}/result`)

  /** Waits until a job has ended. @throws what the signal says when it is aborted */
  async ended(shop: string, job: string, options: { everyMs?: number; signal?: AbortSignal } = {}): Promise<Job> {
    for (;;) {
      options.signal?.throwIfAborted()
      const found = await this.job(shop, job)
      if (found.state !== 'queued' && found.state !== 'running') return found
      await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 1000))
    }
  }

  audit = (shop: string, audit = 'latest'): Promise<AuditSummary & { id: string }> =>
    this.request('GET', `/shops/${shop}/audits/${audit}`)

  findings = (shop: string, filters: Partial<FindingFilters> = {}): AsyncGenerator<FindingLine> =>
    this.all(`/shops/${shop}/findings`, filters)

  finding = (shop: string, fingerprint: string): Promise<FindingLine & { finding: Finding }> =>
    this.request('GET', `/shops/${shop}/findings/${fingerprint}`)

  statements = (shop: string): Promise<{ attestations: Attestation[]; waivers: Waiver[] }> =>
    this.request('GET', `/shops/${shop}/statements`)

  /** What happens, as it happens; ends when the signal is aborted or the server goes away. */
  async *events(options: { shop?: string; signal?: AbortSignal } = {}): AsyncGenerator<LiveEvent> {
    const response = await this.#send('GET', '/events', {
      query: { shop: options.shop },
      ...(options.signal && { signal: options.signal }),
    })
    let rest = ''
    const decoder = new TextDecoder()
    for await (const piece of response.body ?? []) {
      const lines = (rest + decoder.decode(piece as Uint8Array, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6)) as LiveEvent
    }
  }
}
