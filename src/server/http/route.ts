import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ErrorCode } from '../../core/errors.ts'
import type { Right } from '../../core/roles.ts'
import type { FileAnswer } from '../../core/routes.ts'
import type { Caller } from '../people/rights.ts'
import type { ShopRecord } from '../shops/records.ts'

/** Who may call: anybody, whoever is signed in, or whoever holds a right. */
export type Access = 'public' | 'person' | Right

export interface Handled<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  /** Who calls; for public routes only where somebody is signed in. */
  caller: Caller
  /** The shop in the path, already known to be the caller's. */
  shop: ShopRecord
  raw: FastifyRequest
  reply: FastifyReply
}

/** A route of the server, as it is mounted. Made with `serverRoute`, which ties the handler to its schemas. */
export interface ServerRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1. `:shop` in it is resolved to a shop of the caller's client before the handler runs. */
  path: string
  summary: string
  /** Heading in the API reference. */
  tag: string
  access: Access
  /** Area whose scopes of API keys count here. */
  area: string | undefined
  params: z.ZodObject
  query: z.ZodObject
  body: z.ZodType | undefined
  /** Shape of the answer; `file` for documents; `stream` where the handler writes the reply itself. */
  answer: z.ZodType | 'file' | 'stream'
  status: number
  errors: Readonly<Partial<Record<ErrorCode, number>>>
  handle(request: Handled<never, never, never>): Promise<unknown>
}

const nothing = z.object({})

type Answered<Answer> = Answer extends z.ZodType ? z.input<Answer> : Answer extends 'file' ? FileAnswer : void

export function serverRoute<
  Answer extends z.ZodType | 'file' | 'stream',
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(route: {
  method: ServerRoute['method']
  path: string
  summary: string
  tag: string
  access: Access
  area?: string
  params?: Params
  query?: Query
  body?: Body
  answer: Answer
  status?: number
  errors?: ServerRoute['errors']
  handle(request: Handled<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Answered<Answer>>
}): ServerRoute {
  return {
    ...route,
    area: route.area,
    params: route.params ?? nothing,
    query: route.query ?? nothing,
    body: route.body,
    status: route.status ?? 200,
    errors: route.errors ?? {},
    handle: route.handle as ServerRoute['handle'],
  }
}

/** Answer of routes that have nothing to say. */
export const done = z.object({ ok: z.boolean() })
