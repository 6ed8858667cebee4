import type { Breach, Leaked } from '../../../connect/customers/schema.ts'

/** What came of one question to a source. */
export type Reply<T> = { kind: 'answer'; value: T } | { kind: 'wait'; seconds: number }

export interface KnownBreach extends Breach {
  leaked: Leaked
}

/**
 * A service that knows leaks. Write one of these to attach another: the queue, the pace, the records and what is done about
 * findings stay the same.
 */
export interface LeakSource {
  /** Stable name, used in records. */
  name: string
  /** Questions a minute that may be asked. */
  requestsPerMinute(): Promise<Reply<number>>
  /** Every leak it knows; asked once a sweep. */
  catalogue(): Promise<Reply<KnownBreach[]>>
  /** Names of the leaks that one address is in. */
  leaksOf(address: string): Promise<Reply<string[]>>
  /** When the newest leak was added, or undefined where it does not say. Cheap: may be asked often. */
  newestAt(): Promise<Reply<string | undefined>>
  /** Names before the @ of a mail domain that is verified there, with the leaks each is in: one question for all of them. */
  leaksOfDomain(domain: string): Promise<Reply<Record<string, string[]>>>
  /** The same with the websites for which their passwords were stolen from a device. */
  stolenFromDomain(domain: string): Promise<Reply<Record<string, string[]>>>
  /** Websites for which one address's password was stolen from a device. */
  sitesOf(address: string): Promise<Reply<string[]>>
  /** Addresses whose password for this website was stolen from their device. */
  stolenFor(website: string): Promise<Reply<string[]>>
}
