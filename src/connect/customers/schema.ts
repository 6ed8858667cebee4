import { z } from 'zod'

/** What leaked, from the worst down: what decides how urgent an exposure is. */
export const LEAKED = ['shop-stealer', 'stealer', 'plaintext', 'hash', 'address', 'spam'] as const
export type Leaked = (typeof LEAKED)[number]

/** What is known of a leak. */
export const breachSchema = z.object({
  /** Stable name, unique over all sources. */
  name: z.string().min(1).max(200),
  /** As people know it, e.g. the site's name. */
  title: z.string().max(200),
  domain: z.string().max(253).default(''),
  date: z.iso.date().optional(),
  /** What kinds of data leaked, in the source's words. */
  dataClasses: z.array(z.string().max(100)).max(200).default([]),
  fabricated: z.boolean().default(false),
  spamList: z.boolean().default(false),
  /** Who says so, named as its licence asks. */
  attribution: z.string().max(300),
})
export type Breach = z.infer<typeof breachSchema>

/** What a notice needs to reach a customer. Kept encrypted, apart from the hashes. */
export const contactSchema = z.object({
  address: z.string(),
  name: z.string().max(200).optional(),
  language: z.string().max(20).optional(),
  /** IANA time zone, e.g. Europe/Warsaw. */
  zone: z.string().max(64).optional(),
  /** The shop's own number of the customer. */
  reference: z.string().max(200).optional(),
})
export type Contact = z.infer<typeof contactSchema>

/** One customer in one leak. */
export interface Exposure {
  customer: number
  breach: string
  leaked: Leaked
  /** False where only the folded address agreed (dots and tags ignored). */
  exact: boolean
  firstSeen: string
  lastSeen: string
  toldAt: string | null
  changedAt: string | null
}

/** One comparison of customers with one source. */
export interface Sweep {
  at: string
  source: string
  kind: 'file' | 'service'
  customers: number
  lines: number
  readable: number
  found: number
  fresh: number
  complete: boolean
}

/** What the shop should do with an account: a new password at the next log-in, end what is open, ask for a second proof. */
export const MEASURES = ['require_reset', 'end_sessions', 'step_up'] as const
export type Measure = (typeof MEASURES)[number]
