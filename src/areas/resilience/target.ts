import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { isPrivateAddress } from '../../net/addresses.ts'

/** One server that may be touched: the address is fixed when it is checked, and every connection goes to that address. */
export const targetSchema = z.object({
  origin: z.string(),
  /** Host header and TLS name. */
  authority: z.string(),
  hostname: z.string(),
  address: z.string().refine((text) => isIP(text) !== 0),
  port: z.int().min(1).max(65_535),
  secure: z.boolean(),
  /** Path and query of the start page. */
  path: z.string(),
})
export type Target = z.infer<typeof targetSchema>

export type Resolve = (hostname: string) => Promise<string[]>

const systemResolve: Resolve = async (hostname) => (await lookup(hostname, { all: true })).map((entry) => entry.address)

/** @throws SW_RESILIENCE_URL */
export function parseTargetUrl(text: unknown): URL {
  if (typeof text === 'string' && URL.canParse(text)) {
    const url = new URL(text)
    if (/^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url
  }
  throw new ShopwardenError('SW_RESILIENCE_URL', 'No address of a shop was given', {
    ...(typeof text === 'string' && { where: text }),
    fix: 'Write it with http:// or https:// in front and without a password, for example https://shop.example.',
  })
}

export const bareHost = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

/** Resolves a shop's name once. @throws SW_RESILIENCE_DNS */
export async function resolveTarget(url: URL, resolve: Resolve = systemResolve): Promise<Target> {
  const hostname = bareHost(url.hostname)
  const addresses = isIP(hostname) !== 0 ? [hostname] : await resolve(hostname).catch((): string[] => [])
  const address = addresses[0]
  if (address === undefined)
    throw new ShopwardenError('SW_RESILIENCE_DNS', `${hostname} does not resolve`, {
      where: url.origin,
      fix: 'Check the name.',
    })
  const secure = url.protocol === 'https:'
  return {
    origin: url.origin,
    authority: url.host,
    hostname,
    address,
    port: Number(url.port || (secure ? 443 : 80)),
    secure,
    path: url.pathname + url.search,
  }
}

/** Undefined while the name still leads to the fixed address, else where it leads now. */
export async function movedTo(target: Target, resolve: Resolve = systemResolve): Promise<string[] | undefined> {
  if (isIP(target.hostname) !== 0) return undefined
  const addresses = await resolve(target.hostname).catch((): string[] => [])
  return addresses.includes(target.address) ? undefined : addresses
}

export const isLab = (target: Pick<Target, 'address'>) => isPrivateAddress(target.address)

/**
 * A second source address on this machine for the legitimate user, so that limits for each client do not hit it too.
 * On IPv4 loopback every 127.x address works; elsewhere a person must name one.
 */
export const shopperAddressFor = (target: Pick<Target, 'address'>, given: string | undefined): string | undefined =>
  given ?? (target.address.startsWith('127.') ? '127.0.0.77' : undefined)
