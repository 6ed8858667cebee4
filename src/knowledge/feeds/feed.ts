import type { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'

/** What a feed's parser gives: the body of one file of knowledge. */
export interface FeedResult {
  /** Day the feed itself states, or undefined where it states none. */
  asOf: string | undefined
  facts: Record<string, unknown>
  /** Entries of the feed that could not be read, and how many could. */
  skipped: number
  read: number
}

export interface Feed {
  name: string
  /** File below knowledge/ that it refreshes. */
  file: string
  /** Where it is published. */
  url: string
  /** What `sources` of the file says. */
  source: string
  /** Most bytes the published file may have. */
  maxBytes: number
  /** Where its publisher asks for a key: the variable of the environment that holds it, and how one is had. */
  key?: { variable: string; about: string }
  /** Shape that the facts must have before they replace older ones. */
  shape: z.ZodType
  parse(body: Buffer): FeedResult | Promise<FeedResult>
}

export const badFeed = (name: string, what: string, cause?: unknown) =>
  new ShopwardenError('SW_KNOWLEDGE_FEED', `The feed ${name} is not in its published format: ${what}`, {
    fix: 'The facts known so far stay in use. Try again later, or take a bundle from another day.',
    cause,
  })

/** JSON of a feed. @throws SW_KNOWLEDGE_FEED */
export function feedJson<T>(name: string, body: Buffer, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(body.toString('utf8')))
  } catch (cause) {
    throw badFeed(name, cause instanceof SyntaxError ? 'it is no JSON' : 'fields are missing or of another kind', cause)
  }
}
