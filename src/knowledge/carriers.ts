import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ShopwardenError } from '../core/errors.ts'
import { header } from '../core/http.ts'
import { readFileUpTo } from '../net/files.ts'
import { createHttpClient } from '../net/http-client.ts'
import type { Carrier } from './update.ts'

const timeoutMs = 300_000

const day = (text: string | undefined) => {
  const at = text === undefined ? undefined : new Date(text)
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at.toISOString().slice(0, 10)
}

/** From the publishers, or from a mirror that serves each feed under its name. Only the one host is contacted; a key goes to the publisher only. */
export function fromNetwork(mirror: string | undefined, signal: AbortSignal, env: NodeJS.ProcessEnv = {}): Carrier {
  return async (feed, etag) => {
    const url = new URL(mirror === undefined ? feed.url : `${mirror.replace(/\/$/, '')}/${feed.name}`)
    const key = mirror === undefined && feed.key !== undefined ? env[feed.key.variable]?.trim() : undefined
    if (mirror === undefined && feed.key !== undefined && !key)
      throw new ShopwardenError('SW_KNOWLEDGE_KEY', `${feed.name} needs a key`, {
        where: feed.key.variable,
        fix: `Set the environment variable to ${feed.key.about}.`,
      })
    const http = createHttpClient({
      hosts: new Set([url.hostname]),
      allowPrivateAddresses: mirror !== undefined,
      signal,
    })
    const response = await http.request(url.href, {
      maxBytes: feed.maxBytes + 1,
      timeoutMs,
      maxRedirects: 3,
      ...(key !== undefined && { secret: true }),
      headers: {
        ...(etag !== undefined && { 'if-none-match': etag }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
      },
    })
    if (response.status === 304) return { body: undefined }
    if (key !== undefined && (response.status === 401 || response.status === 403))
      throw new ShopwardenError('SW_KNOWLEDGE_KEY_REFUSED', `${feed.name} refuses the key`, {
        where: feed.key!.variable,
        fix: `Set it to ${feed.key!.about}.`,
      })
    if (response.status !== 200)
      throw new ShopwardenError('SW_KNOWLEDGE_HTTP', `${feed.name} answered with status ${response.status}`, {
        where: url.href,
        fix: 'Try again later; the facts known so far stay in use.',
      })
    return { body: response.body, etag: header(response, 'etag'), day: day(header(response, 'last-modified')) }
  }
}

/** From a folder that holds the published files, each named `<feed>.<anything>`: for networks without a way out. */
export function fromBundle(dir: string): Carrier {
  return async (feed) => {
    const name = readdirSync(dir).find((file) => file.startsWith(`${feed.name}.`))
    const body = name === undefined ? undefined : readFileUpTo(join(dir, name), feed.maxBytes + 1)
    if (body === undefined)
      throw new ShopwardenError('SW_KNOWLEDGE_BUNDLE', `The bundle holds no file for ${feed.name}`, {
        where: dir,
        fix: `Download ${feed.url} there as ${feed.name}.data, or choose feeds with --only.`,
      })
    return { body, day: statSync(join(dir, name!)).mtime.toISOString().slice(0, 10) }
  }
}
