import { lookup as dnsLookup } from 'node:dns'
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { ShopwardenError } from '../core/errors.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../core/http.ts'
import { VERSION } from '../core/version.ts'
import { isPrivateAddress, namesPrivateAddress } from './addresses.ts'
import { readBody } from './body.ts'

export interface HttpRules {
  /** Host names (without port) that may be contacted. */
  hosts: ReadonlySet<string>
  /** Whether public names may lead to private addresses. */
  allowPrivateAddresses: boolean
  /** Accept certificates that do not verify: for looking at a shop whose certificate is the finding. */
  insecureTls?: boolean
  /** Name resolution; the system's by default. */
  lookup?: typeof dnsLookup
  signal?: AbortSignal
}

const defaults = { timeoutMs: 15_000, maxBytes: 5_000_000, maxRedirects: 0 }

/** Resolves a name and refuses private addresses at connect time, so that DNS cannot rebind between check and use. */
export function guardedLookup(allowPrivate: boolean, lookup: typeof dnsLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const allowed = allowPrivate ? addresses : addresses.filter((entry) => !isPrivateAddress(entry.address))
      const first = allowed[0]
      if (first === undefined) {
        const refused = new ShopwardenError('SW_NET_PRIVATE_ADDRESS', `${hostname} leads to a private address`, {
          where: addresses.map((entry) => entry.address).join(', '),
          fix: 'If this is your own laboratory, set allowPrivateAddresses: true in shop.yaml.',
        })
        return callback(refused as NodeJS.ErrnoException, [])
      }
      if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}

const reasons: Record<string, [code: `SW_NET_${Uppercase<string>}`, text: string]> = {
  ENOTFOUND: ['SW_NET_DNS', 'The name does not resolve'],
  EAI_AGAIN: ['SW_NET_DNS', 'The name server did not answer'],
  ECONNREFUSED: ['SW_NET_REFUSED', 'Nothing listens there'],
  ECONNRESET: ['SW_NET_RESET', 'The server closed the connection'],
  EHOSTUNREACH: ['SW_NET_UNREACHABLE', 'The host cannot be reached'],
  ENETUNREACH: ['SW_NET_UNREACHABLE', 'The network cannot be reached'],
  ETIMEDOUT: ['SW_NET_TIMEOUT', 'The connection timed out'],
}

function coded(cause: unknown, url: URL): ShopwardenError {
  if (cause instanceof ShopwardenError) return cause
  const { code = '', message } = cause as NodeJS.ErrnoException
  const [ours, text] = reasons[code] ?? [
    /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)
      ? 'SW_NET_TLS'
      : code.startsWith('HPE_')
        ? 'SW_NET_NOT_HTTP'
        : 'SW_NET_FAILED',
    `The request failed (${code || message})`,
  ]
  return new ShopwardenError(ours as `SW_NET_${Uppercase<string>}`, text, {
    where: url.origin + url.pathname,
    fix: 'Check the address and that the server answers, then try again.',
    cause,
  })
}

/** Headers keep every value apart, as the wire had them. */
function headerMap(message: IncomingMessage): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    const name = (message.rawHeaders[index] ?? '').toLowerCase()
    const list = headers.get(name)
    const value = message.rawHeaders[index + 1] ?? ''
    if (list) list.push(value)
    else headers.set(name, [value])
  }
  return headers
}

/** Makes the client that probes use. Never keeps cookies or credentials; never leaves the hosts in `rules`. */
export function createHttpClient(rules: HttpRules): HttpClient {
  function check(url: URL): void {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new ShopwardenError('SW_NET_SCHEME', `Only http and https can be fetched, not ${url.protocol}`, {
        where: url.href,
      })
    }
    if (!rules.hosts.has(url.hostname)) {
      throw new ShopwardenError('SW_NET_HOST_NOT_NAMED', `${url.hostname} is not named in shop.yaml`, {
        where: url.origin,
        fix: 'If it belongs to the shop, add it to allowedHosts.',
      })
    }
  }

  function once(url: URL, options: HttpRequest, deadline: AbortSignal): Promise<HttpResponse> {
    check(url)
    const started = performance.now()
    const secure = url.protocol === 'https:'
    if (options.secret && !secure && !namesPrivateAddress(url.hostname))
      return Promise.reject(
        new ShopwardenError('SW_NET_SECRET_IN_CLEAR', 'A password or token is never sent without TLS', {
          where: url.origin,
          fix: 'Give the address with https://.',
        }),
      )
    const insecure = rules.insecureTls && (!options.secret || namesPrivateAddress(url.hostname))
    const allowPrivate = rules.allowPrivateAddresses || namesPrivateAddress(url.hostname)
    const bare = url.hostname.replace(/^\[|\]$/g, '')
    if (!allowPrivate && isPrivateAddress(bare) && /^[\d.]+$|:/.test(bare)) {
      return Promise.reject(
        new ShopwardenError('SW_NET_PRIVATE_ADDRESS', `${bare} is a private address`, { where: url.origin }),
      )
    }
    const agentOptions = { keepAlive: false, maxHeaderSize: 65_536 }
    return new Promise((resolve, reject) => {
      const message = (secure ? httpsRequest : httpRequest)(url, {
        method: options.method ?? 'GET',
        agent: secure
          ? new HttpsAgent({ ...agentOptions, rejectUnauthorized: !insecure })
          : new HttpAgent(agentOptions),
        lookup: guardedLookup(allowPrivate, rules.lookup ?? dnsLookup),
        signal: deadline,
        headers: {
          'user-agent': `Shopwarden/${VERSION}`,
          accept: '*/*',
          'accept-encoding': 'gzip, deflate, br',
          ...options.headers,
        },
      })
      message.once('error', reject)
      message.once('response', (response) => {
        readBody(response, options.maxBytes ?? defaults.maxBytes).then(
          ({ body, truncated }) =>
            resolve({
              url: url.href,
              status: response.statusCode ?? 0,
              headers: headerMap(response),
              body,
              truncated,
              elapsedMs: performance.now() - started,
            }),
          reject,
        )
      })
      message.end(options.body)
    })
  }

  return {
    async request(target, options = {}) {
      let url = new URL(target)
      const timeout = AbortSignal.timeout(options.timeoutMs ?? defaults.timeoutMs)
      const deadline = AbortSignal.any([
        timeout,
        ...[rules.signal, options.signal].filter((signal) => signal !== undefined),
      ])
      for (let redirects = 0; ; redirects++) {
        try {
          const response = await once(url, options, deadline)
          const next = response.headers.get('location')?.[0]
          if (
            next === undefined ||
            response.status < 300 ||
            response.status > 399 ||
            options.secret ||
            redirects >= (options.maxRedirects ?? defaults.maxRedirects)
          )
            return response
          url = new URL(next, url)
        } catch (error) {
          if (timeout.aborted) {
            throw new ShopwardenError(
              'SW_NET_TIMEOUT',
              `No complete answer within ${(options.timeoutMs ?? defaults.timeoutMs) / 1000} s`,
              { where: url.origin + url.pathname, fix: 'Check that the server is up and not overloaded.' },
            )
          }
          throw coded(error, url)
        }
      }
    },
  }
}
