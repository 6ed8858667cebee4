import { z } from 'zod'
import { ShopwardenError } from './errors.ts'
import type { Right } from './roles.ts'
import type { Shop } from './shop.ts'

/** What a verb that is run over HTTP may read: the shop as its owner described it, and what was uploaded for it. */
export interface RemoteFiles {
  shop: Shop
  /** Who asked for it: what records show. */
  actor: { id: string; name: string }
  /** Path of an uploaded file of this shop. @throws SW_SERVER_UPLOAD where there is none with this id */
  upload(id: string): string
  /** Path of the document that a finished job of this shop left, so that one command reads what another found. @throws SW_SERVER_UPLOAD */
  result(job: string): string
  /** Writes text of the body into the job's own folder, for verbs that read a file. Answers its path. */
  write(name: `${string}.${'yaml' | 'json' | 'txt'}`, content: string): string
}

/**
 * How a verb is run over HTTP, declared by the area: a JSON body of this shape is turned into the verb's own arguments and
 * options. No path may come from the body: files are uploads or what the shop's description names. The server adds
 * `--format json`, `--state` and a folder of its own to work in, and answers with the document the verb writes.
 */
export interface RemoteVerb {
  /** One line for the API reference. */
  summary: string
  right: Right
  /** Shape of the request's body. */
  input: z.ZodType
  command(input: never, files: RemoteFiles): RemoteCommand
}

export interface RemoteCommand {
  args?: readonly (string | string[] | undefined)[]
  options?: Readonly<Record<string, string | boolean>>
}

/** Ties the translation to the schema of the body. */
export function defineRemote<Input extends z.ZodType>(remote: {
  summary: string
  right: Right
  input: Input
  command(input: z.output<Input>, files: RemoteFiles): RemoteCommand
}): RemoteVerb {
  return { ...remote, command: remote.command as RemoteVerb['command'] }
}

const missing = (what: string, where: string) =>
  new ShopwardenError('SW_SERVER_SHOP', `The shop's description names no such ${what}`, {
    where,
    fix: `Add it to the shop's settings first.`,
  })

/** Body of verbs that look at one of the shop's source trees. */
export const sourceInput = z.strictObject({
  source: z.int().min(0).max(99).default(0).describe("Which of the shop's source trees, from 0."),
})

/** Path of one of the shop's source trees. @throws SW_SERVER_SHOP */
export function sourceOf({ shop }: RemoteFiles, source: number): string {
  const path = shop.sources[source]?.path
  if (path === undefined) throw missing('source tree', `sources[${source}]`)
  return path
}

/** Body of verbs that look at one of the shop's addresses. */
export const urlInput = z.strictObject({
  url: z
    .enum(['storefront', 'checkout', 'admin', 'api'])
    .default('storefront')
    .describe("Which of the shop's addresses."),
})

/** One of the shop's addresses. @throws SW_SERVER_SHOP */
export function urlOf({ shop }: RemoteFiles, name: keyof Shop['urls']): string {
  const url = shop.urls[name]
  if (url === undefined) throw missing('address', `urls.${name}`)
  return url
}
