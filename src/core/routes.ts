import { z } from 'zod'
import type { ErrorCode } from './errors.ts'
import type { HttpClient } from './http.ts'
import type { OrderOpinions } from './opinions.ts'
import type { Right, Role } from './roles.ts'
import type { Shop } from './shop.ts'

/** A file that a person has uploaded for one shop. */
export interface Upload {
  path: string
  name: string
  bytes: number
  mediaType: string
}

/** Everything a route may use. The server has already checked who calls, what they may do, and that the shop is theirs. */
export interface RouteContext {
  shop: Shop
  /** Stable id of the shop: the key of its ledger, and safe as a file name. */
  shopId: string
  /** Folder of this shop's records, as probes and commands see it: `<stateDir>/<area>/…`. */
  stateDir: string
  knowledgeDir: string
  chromium: string | undefined
  now(): Date
  /** Aborted when the caller goes away or the server stops. */
  signal: AbortSignal
  /** Who acts. `id` is stable (four eyes compare it); `name` is what records show. */
  actor: { id: string; name: string; role: Role }
  /** Requests to the hosts that the shop names, and nowhere else. */
  http: HttpClient
  /** Keys of outside services (see AreaService), those of the shop before those of the server's environment. */
  keys(): Promise<Readonly<Record<string, string | undefined>>>
  /** An uploaded file of this shop. @throws SW_SERVER_UPLOAD where there is none with this id */
  upload(id: string): Promise<Upload>
  /** Asks the shop's outside fraud services about one order, given as an event of the shop; answers within their deadline. */
  opinions(order: unknown): Promise<OrderOpinions>
  /** Tells everybody who watches this shop (server-sent events, webhooks): `kind` is `<area>.<what>`; no personal data. */
  publish(kind: `${string}.${string}`, data: Readonly<Record<string, string | number | boolean>>): void
}

/** What a route answers instead of JSON, where its `answer` is `file`. */
export interface FileAnswer {
  name: string
  mediaType: string
  content: Uint8Array
}

export interface RouteRequest<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
}

/** One route of an area, as the server sees it. Made with `defineRoute`, which ties the handler to its schemas. */
export interface AreaRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1/shops/:shop/<area>`: `/cases/:id`. */
  path: `/${string}`
  /** One line for the API reference. */
  summary: string
  /** Right that the caller needs. */
  right: Right
  params: z.ZodObject
  query: z.ZodObject
  /** Missing for routes without a body. */
  body: z.ZodType | undefined
  /** Shape of the answer, or `file` where the handler returns a FileAnswer. */
  answer: z.ZodType | 'file'
  /** HTTP status of success. */
  status: 200 | 201 | 202 | 204
  /** HTTP status for error codes of the area that are not plainly the caller's fault (422): `{ SW_X_NOT_FOUND: 404 }`. */
  errors: Readonly<Partial<Record<ErrorCode, number>>>
  /** Whether the call is filed in the ledger of what people did. */
  recorded: boolean
  /** Most calls of one caller a minute, for what must not be tried by the million; undefined: no limit. */
  perMinute: number | undefined
  handle(request: RouteRequest<never, never, never>, context: RouteContext): Promise<unknown>
}

/** A message of a program that cannot sign in, e.g. the webhook of a payment provider. */
export interface HookRequest {
  params: Readonly<Record<string, string>>
  headers: Readonly<Record<string, string | undefined>>
  /** As it was sent: signatures are over bytes. */
  body: Buffer
}

/** What a hook may use of the shop that the message is for. */
export interface HookContext {
  stateDir: string
  knowledgeDir: string
  /** Keys of outside services (see AreaService), those of the shop before those of the server's environment. */
  keys: Readonly<Record<string, string | undefined>>
  now(): Date
}

/** A door without sign-in: whoever knocks must prove itself by a signature, which the area checks before anything else. */
export interface AreaHook {
  /** Below `/hooks/:shop/<area>`: `/:sender`. */
  path: `/${string}`
  handle(request: HookRequest, context: HookContext): Promise<{ status: number; body: string; mediaType: string }>
}

/** An area's HTTP door: loaded when the server starts serving it; `close` when the server stops. */
export interface AreaRoutes {
  routes: readonly AreaRoute[]
  hooks?: readonly AreaHook[]
  /** Asks outside fraud services for other areas (`RouteContext.opinions`); the one area that knows them has it. */
  opinions?(order: unknown, context: RouteContext): Promise<OrderOpinions>
  close?(): Promise<void>
}

const nothing = z.object({})
type Nothing = typeof nothing

/** Ties a route's handler to its schemas: what the handler is given has been parsed, what it returns is checked. */
export function defineRoute<
  Answer extends z.ZodType | 'file',
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(route: {
  method: AreaRoute['method']
  path: AreaRoute['path']
  summary: string
  right: Right
  params?: Params
  query?: Query
  body?: Body
  answer: Answer
  status?: AreaRoute['status']
  errors?: AreaRoute['errors']
  /** False for what changes nothing though it is no GET, and for machines' calls by the hundred; else every call but GET is filed. */
  recorded?: boolean
  perMinute?: number
  handle(
    request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
    context: RouteContext,
  ): Promise<Answer extends z.ZodType ? z.input<Answer> : FileAnswer>
}): AreaRoute {
  return {
    ...route,
    params: route.params ?? nothing,
    query: route.query ?? nothing,
    body: route.body,
    status: route.status ?? 200,
    errors: route.errors ?? {},
    recorded: route.recorded ?? route.method !== 'GET',
    perMinute: route.perMinute,
    handle: route.handle as AreaRoute['handle'],
  }
}

/** Query of every list: at most `limit` items, from the one after `cursor` (the `next` of the page before). */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Most items of one page.'),
  cursor: z.string().max(500).optional().describe('`next` of the page before.'),
})

/** Answer of every list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.string().optional().describe('Cursor of the next page; missing on the last.'),
  })

/** One page of a list that is in memory: the cursor is the position. For lists that are bounded anyway. */
export function pageFrom<T>(items: readonly T[], query: z.output<typeof pageQuery>): { items: T[]; next?: string } {
  const start = /^\d{1,9}$/.test(query.cursor ?? '') ? Number(query.cursor) : 0
  const end = start + query.limit
  return { items: items.slice(start, end), ...(end < items.length && { next: String(end) }) }
}
