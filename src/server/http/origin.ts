import type { FastifyRequest } from 'fastify'
import { ShopwardenError } from '../../core/errors.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses requests that another site makes a browser send (CSRF). Browsers say where a request comes from: Sec-Fetch-Site
 * (Fetch Metadata) and Origin; a program that sends neither carries no cookie that somebody else could borrow.
 * @throws SW_SERVER_ORIGIN
 */
export function checkOrigin(request: FastifyRequest, publicUrl: URL): void {
  if (safe.has(request.method) || request.headers.authorization !== undefined) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const own = origin !== undefined && URL.canParse(origin) && sameHost(new URL(origin), request, publicUrl)
  if (site !== undefined ? site === 'same-origin' && (origin === undefined || own) : origin === undefined || own) return
  throw new ShopwardenError('SW_SERVER_ORIGIN', 'This request came from another site', {
    fix: 'Open Shopwarden at its own address. Behind a reverse proxy, set publicUrl to the address people use.',
  })
}

const sameHost = (origin: URL, request: FastifyRequest, publicUrl: URL) =>
  origin.host === publicUrl.host || origin.host === request.headers.host
