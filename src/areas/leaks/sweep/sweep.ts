import { describeError } from '../../../core/errors.ts'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import type { CustomerBook } from '../../../connect/customers/book.ts'
import type { KnownBreach, LeakSource, Reply } from './source.ts'

const dayMs = 86_400_000
const PAGE = 1000
/** Longest wait that is sat out; a longer one ends the run, which can be resumed. */
const MAX_WAIT_SECONDS = 900
const MAX_WAITS = 20

export interface Sweeping {
  book: CustomerBook
  source: LeakSource
  /** The shop's own host names: log-ins to them that were stolen weigh most. */
  shopHosts: readonly string[]
  /** Mail domains verified at the source: one question answers for all customers in them. */
  domains: readonly string[]
  /** Ask of whoever is in a stealer log for which websites. */
  sites: boolean
  /** Ask again whoever was asked before the newest leak was added. */
  sinceNewest: boolean
  /** Customers asked about within so many days are not asked about again. */
  everyDays: number
  /** Pace, where it is to be slower than the plan. */
  perMinute: number | undefined
  /** Most customers of this run. */
  most: number
  now(): Date
  sleep(ms: number): Promise<void>
  signal: AbortSignal
  progress(message: string): void
}

export interface SweepReport {
  source: string
  customers: number
  asked: number
  found: number
  fresh: number
  left: number
  withoutContact: number
  requestsPerMinute: number
  /** When the rest will be done at this pace. */
  doneAt: string
  stopped?: string
}

/** A site is the host itself or below it. */
const isSite = (site: string, host: string): boolean => {
  const plain = site.toLowerCase()
  return plain === host || plain.endsWith(`.${host}`)
}

/** Asks a source about every customer, at the pace it allows; a later run goes on where this one stopped. */
export async function sweep(sweeping: Sweeping): Promise<SweepReport> {
  const { book, source, now, sleep, signal } = sweeping
  let since = new Date(now().getTime() - sweeping.everyDays * dayMs).toISOString()
  const report: SweepReport = {
    source: source.name,
    customers: book.count(),
    asked: 0,
    found: 0,
    fresh: 0,
    left: 0,
    withoutContact: 0,
    requestsPerMinute: sweeping.perMinute ?? 10,
    doneAt: now().toISOString(),
  }
  let next = 0
  async function paced<T>(ask: () => Promise<Reply<T>>): Promise<T> {
    for (let waits = 0; ; waits++) {
      signal.throwIfAborted()
      const wait = next - now().getTime()
      if (wait > 0) await sleep(wait)
      next = now().getTime() + 60_000 / report.requestsPerMinute
      const reply = await ask()
      if (reply.kind === 'answer') return reply.value
      if (reply.seconds > MAX_WAIT_SECONDS || waits >= MAX_WAITS)
        throw new Error(`${source.name} asks to wait ${reply.seconds} seconds`)
      await sleep(reply.seconds * 1000)
    }
  }
  const file = (customer: number, name: string, leaked: KnownBreach['leaked'], at: string) => {
    report.found++
    if (book.expose(customer, name, leaked, true, at)) report.fresh++
  }
  const pending = function* (): Generator<number> {
    for (let page = book.customers(0, PAGE); page.length > 0; page = book.customers(page.at(-1)!, PAGE))
      for (const id of page) if ((book.wasAsked(source.name, id) ?? '') < since) yield id
  }
  try {
    const allowed = await paced(() => source.requestsPerMinute())
    report.requestsPerMinute = Math.min(allowed, sweeping.perMinute ?? allowed)
    next = Math.min(next, now().getTime() + 60_000 / report.requestsPerMinute)
    if (sweeping.sinceNewest) {
      const newest = await paced(() => source.newestAt())
      if (newest !== undefined && newest > since) since = newest
    }
    const catalogue = new Map((await paced(() => source.catalogue())).map((breach) => [breach.name, breach]))
    const named = (customer: number, names: readonly string[], at: string) => {
      for (const name of names) {
        const breach = catalogue.get(name)
        if (breach) {
          const { leaked: _leaked, ...details } = breach
          book.putBreach(details)
        }
        file(customer, name, breach?.leaked ?? 'address', at)
      }
    }
    const stolen = (customer: number, sites: readonly string[], at: string) => {
      for (const host of sweeping.shopHosts) {
        if (!sites.some((site) => isSite(site, host))) continue
        const name = `stealer-logs ${host}`
        const details = { title: 'lists made by harmful apps', domain: host, dataClasses: ['Passwords'] }
        book.putBreach({ name, ...details, fabricated: false, spamList: false, attribution: source.name })
        file(customer, name, 'shop-stealer', at)
      }
    }
    const find = (text: string): number | undefined => {
      const address = normaliseAddress(text)
      return address && book.find(address.address)
    }
    for (const host of sweeping.shopHosts)
      for (const text of await paced(() => source.stolenFor(host))) {
        const customer = find(text)
        if (customer !== undefined) stolen(customer, [host], now().toISOString())
      }
    for (const domain of sweeping.domains) {
      const leaks = await paced(() => source.leaksOfDomain(domain))
      const sites = sweeping.sites ? await paced(() => source.stolenFromDomain(domain)) : {}
      const at = now().toISOString()
      book.together(() => {
        for (const alias of new Set([...Object.keys(leaks), ...Object.keys(sites)])) {
          const customer = find(`${alias}@${domain}`)
          if (customer === undefined) continue
          named(customer, leaks[alias] ?? [], at)
          stolen(customer, sites[alias] ?? [], at)
        }
      })
    }
    const answered = new Set(sweeping.domains)
    for (const id of pending()) {
      if (report.asked >= sweeping.most) break
      const contact = book.contact(id)
      if (!contact) {
        report.withoutContact++
        continue
      }
      if (answered.has(contact.address.slice(contact.address.lastIndexOf('@') + 1)))
        book.asked(source.name, id, now().toISOString())
      else {
        const names = await paced(() => source.leaksOf(contact.address))
        const inLog = sweeping.sites && names.some((name) => catalogue.get(name)?.leaked === 'stealer')
        const sites = inLog ? await paced(() => source.sitesOf(contact.address)) : []
        const at = now().toISOString()
        book.together(() => {
          named(id, names, at)
          stolen(id, sites, at)
          book.asked(source.name, id, at)
        })
      }
      report.asked++
      if (report.asked % 100 === 0) sweeping.progress(`${report.asked} customers asked about`)
    }
  } catch (error) {
    report.stopped = signal.aborted ? 'it was interrupted' : describeError(error)
  }
  for (const _ of pending()) report.left++
  report.left -= Math.min(report.left, report.withoutContact)
  report.doneAt = new Date(now().getTime() + (report.left / report.requestsPerMinute) * 60_000).toISOString()
  const { customers, found, fresh } = report
  const lines = customers - report.left - report.withoutContact
  const complete = report.left === 0 && report.withoutContact === 0 && report.stopped === undefined
  book.recordSweep({
    at: now().toISOString(),
    source: source.name,
    kind: 'service',
    customers,
    found,
    fresh,
    complete,
    lines,
    readable: lines,
  })
  return report
}
