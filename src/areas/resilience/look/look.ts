import { isIP } from 'node:net'
import { handshake } from '../../../net/tls.ts'
import { findPages, type ShopPages, slowReadOf } from '../pages.ts'
import type { Look } from '../schema.ts'
import { startPage } from '../start-page.ts'
import { isLab, type Target } from '../target.ts'
import { get, succeeded } from '../wire/get.ts'
import { speaksHttp2 } from '../wire/h2-hello.ts'
import { lookAtAmplification } from './amplification.ts'
import { lookAtCaching } from './caching.ts'
import { lookAtCost } from './cost.ts'
import { lookAtCutOffs } from './cut-offs.ts'
import { lookAtDns } from './dns.ts'
import { continuationFlood, rapidReset } from './http2.ts'
import { type Networks, queueSigns, recognise } from './networks.ts'
import { originCandidates } from './origin.ts'
import { lookAtPerClientLimit } from './per-client.ts'
import { speaksQuic } from './quic.ts'
import { lookAtRates } from './rates.ts'
import { lookAtSizes } from './sizes.ts'

export interface LookOptions {
  networks: Networks
  /** Seconds to wait for cut-offs. */
  waitSeconds: number
  /** Also what takes more requests or could meet a limit: rates, connections for each client, sizes, amplifiers. */
  thorough: boolean
  /** Earlier addresses of the origin, named by the owner; only these are asked for the shop's page. */
  origins: readonly string[]
  signal: AbortSignal
  /** Longest time of all; what was not reached by then is said to be unknown. Default: the wait for cut-offs and three minutes. */
  mostSeconds?: number
  random: () => number
  dnsServers?: readonly string[]
  say(line: string): void
}

/** Drops members that are undefined: what was not seen is not there. */
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T

/** Whether an address that the owner named shows the shop's own page: the same title under the shop's name. */
async function answersForShop(target: Target, address: string, title: string, signal: AbortSignal): Promise<boolean> {
  const got = await get({ ...target, address }, target.path, { signal, timeoutMs: 5000 })
  return succeeded(got) && title !== '' && titleOf(got.body) === title
}

const titleOf = (html: string) => /<title[^>]*>([^<]{1,300})<\/title>/i.exec(html)?.[1]?.trim() ?? ''

async function lookAtName(
  target: Target,
  options: LookOptions,
): Promise<Pick<Look, 'dns' | 'originCandidates' | 'addresses'> & { cnames: string[] }> {
  const named = isIP(target.hostname) === 0 && target.hostname.includes('.')
  if (!named) return { addresses: [target.address], cnames: [] }
  const shake = target.secure
    ? await handshake({ host: target.address, port: target.port, signal: options.signal })
    : undefined
  const names = shake !== undefined && 'certificate' in shake ? (shake.certificate?.names ?? '') : ''
  const { related, addresses, ...dns } = await lookAtDns(
    target.hostname,
    options.networks,
    names,
    options.signal,
    options.dnsServers,
  )
  const candidates = originCandidates({ ...dns, addresses, related }, options.networks, options.origins)
  return {
    dns: present({ ...dns, providers: dns.providers.map(present) }),
    originCandidates: candidates,
    addresses: [...new Set([target.address, ...addresses])],
    cnames: dns.cnames,
  }
}

/** The parts that send more than a visitor would. */
async function lookHarder(
  target: Target,
  pages: ShopPages,
  versions: Look['versions'],
  options: LookOptions,
): Promise<Partial<Look>> {
  const { signal, say, thorough } = options
  say('HTTP/2 behaviour')
  const asked = versions.http2 && !signal.aborted
  const resets = asked ? await rapidReset(target, pages.home, signal) : undefined
  const continued = asked ? await continuationFlood(target, pages.home, signal) : undefined
  say('what pages cost')
  const cost = present(await lookAtCost(target, pages, signal))
  if (!thorough) return present({ rapidReset: resets, continuation: continued, cost })
  say('connections of one client')
  const perClient = present(await lookAtPerClientLimit(target, pages.home, signal))
  say('sizes')
  const sizes = present(await lookAtSizes(target, pages.home, signal))
  say('limits on log-in, search, cart, checkout')
  const rates = await lookAtRates(target, pages, signal)
  return present({ rapidReset: resets, continuation: continued, cost, perClient, sizes, rates })
}

/** In words, where a page's headers tell of a queue in front of the shop. */
function waitingRoom(networks: Networks, headers: Readonly<Record<string, string>>): string | undefined {
  const queue = queueSigns(networks, headers).find((sign) => sign.kind === 'queue')
  return queue && `the waiting room of ${queue.name}`
}

const usualMostSeconds = 180

/** A harmless look: at most about 120 requests and 70 connections, never more than 56 at once. @throws SW_RESILIENCE_TARGET */
export async function look(target: Target, given: LookOptions): Promise<Look> {
  const mostSeconds = given.mostSeconds ?? given.waitSeconds + usualMostSeconds
  const tooLong = AbortSignal.timeout(mostSeconds * 1000)
  const signal = AbortSignal.any([given.signal, tooLong])
  const options = { ...given, signal }
  const { networks, thorough, say, waitSeconds } = options
  const word = () => Math.floor(options.random() * 2 ** 40).toString(36)
  const unknown: Look['unknown'] = []
  say('start page')
  const { headers, body, status } = await startPage(target, given.signal, (page) => waitingRoom(networks, page.headers))
  if (status >= 400)
    unknown.push({
      what: 'the shop itself',
      why: `The start page answers with ${status}: what follows is of an error page.`,
    })
  const caching = await lookAtCaching(target, target.path, word, signal)
  const pages = await findPages(target, signal)
  say('names and addresses')
  const { dns, originCandidates: candidates, addresses, cnames } = await lookAtName(target, options)
  if (dns === undefined)
    unknown.push({ what: 'DNS set-up', why: 'The shop was given by address or local name, not by a public name.' })
  const recognised = recognise(networks, { headers, cnames, addresses })
  const versions = {
    http2: await speaksHttp2(target),
    http3: target.secure && (await speaksQuic(target)),
    http3Announced: /\bh3\b/.test(headers['alt-svc'] ?? ''),
  }
  // The cut-offs take the longest and few connections: they wait while the rest is looked at.
  const waiting = lookAtCutOffs(
    target,
    { path: pages.home, asset: pages.asset ?? pages.home, large: slowReadOf(pages) },
    waitSeconds,
    signal,
  )
  const harder = await lookHarder(target, pages, versions, options)
  for (const candidate of candidates?.filter((one) => options.origins.includes(one.address)) ?? [])
    candidate.answersForShop = await answersForShop(target, candidate.address, titleOf(body), signal)
  const shield = recognised.find((one) => one.kind === 'shield')
  let amplifiers: Look['amplifiers']
  if (thorough && shield === undefined) {
    say('amplifying services')
    amplifiers = await lookAtAmplification(target.address)
  } else if (thorough)
    unknown.push({ what: 'amplifying services', why: `${shield?.name} answers there, not a machine of the shop.` })
  for (const [what, there] of [
    ['search', pages.search],
    ['product page', pages.product],
    ['cart', pages.cart],
    ['log-in', pages.login],
  ] as const)
    if (there === undefined) unknown.push({ what, why: 'No such page was found from the start page.' })
  say(`cut-offs (up to ${waitSeconds} s)`)
  const cutOffs = (await waiting).map(present)
  if (tooLong.aborted)
    unknown.push({
      what: 'everything later',
      why: `The shop answers so slowly that the look was ended after ${mostSeconds} s: what is missing was not reached.`,
    })
  return {
    origin: target.origin,
    addresses: isLab(target) ? [target.address] : addresses,
    server: headers['server'] ?? headers['x-powered-by'] ?? '',
    factsAsOf: networks.asOf,
    recognised,
    queueSigns: queueSigns(networks, headers),
    caching,
    versions,
    waitedSeconds: waitSeconds,
    cutOffs,
    ...harder,
    ...(dns && { dns }),
    ...(candidates && { originCandidates: candidates }),
    ...(amplifiers && { amplifiers }),
    unknown,
  }
}
