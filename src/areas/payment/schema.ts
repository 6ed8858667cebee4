import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'
import { WAYS } from './saq/checkout.ts'

/** What one host offers in TLS, and its certificate. */
export const tlsFact = defineFact(
  'payment',
  'tls',
  z.object({
    /** Protocol versions agreed to. */
    offered: z.array(z.string()),
    /** Classes of cipher suites agreed to (net/tls-scan/suites.ts). */
    classes: z.array(z.string()),
    postQuantum: z.boolean(),
    cipher: z.string().optional(),
    chainError: z.string().optional(),
    certificate: z
      .object({
        subject: z.string(),
        issuer: z.string(),
        names: z.string(),
        validFrom: z.string(),
        validTo: z.string(),
        bits: z.number().optional(),
        key: z.string().optional(),
        signature: z.string().optional(),
        mustStaple: z.boolean().optional(),
      })
      .optional(),
    plainHttpOnly: z.boolean(),
    /** OCSP answer that came with the certificate. */
    staple: z.enum(['none', 'unreadable', 'good', 'revoked', 'unknown']).optional(),
    /** Strict-Transport-Security as sent; empty where the header is missing, undefined where no answer came. */
    hsts: z.string().optional(),
  }),
  8,
)

/** What a page sends and holds that bears on payment: headers, cookies, scripts, frames, forms, as the server sent them. */
export const pageFact = defineFact(
  'payment',
  'page',
  z.object({
    status: z.int(),
    secure: z.boolean(),
    headers: z.record(z.string(), z.string()),
    cookies: z.array(
      z.object({ name: z.string(), secure: z.boolean(), httpOnly: z.boolean(), sameSite: z.string().optional() }),
    ),
    scripts: z.array(z.object({ src: z.string().optional(), host: z.string(), integrity: z.boolean() })),
    frames: z.array(z.string()),
    mixedContent: z.array(z.string()),
    cardFields: z.array(z.string()),
    providers: z.array(z.string()),
  }),
  8,
)

const asvSchema = z.object({
  customer: z.string().optional(),
  vendor: z.string().optional(),
  certificate: z.string().optional(),
  status: z.enum(['pass', 'fail']).optional(),
  scanned: z.string().optional(),
  expires: z.string().optional(),
  ambiguousDates: z.boolean(),
  partial: z.boolean(),
  customerAttested: z.boolean(),
  vendorAttested: z.boolean(),
  components: z.number().optional(),
  failing: z.number().optional(),
  highestCvss: z.number().optional(),
  hosts: z.array(z.string()),
})

const aocSchema = z.object({
  provider: z.string().optional(),
  assessor: z.string().optional(),
  version: z.string().optional(),
  compliant: z.boolean().optional(),
  issued: z.string().optional(),
  ambiguousDates: z.boolean(),
})

/** Documents by others that bear on PCI DSS: read, not verified for authenticity. */
export const documentsFact = defineFact(
  'payment',
  'documents',
  z.object({
    files: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['asv', 'aoc', 'other']),
        sha256: z.string(),
        modified: z.string(),
        about: z.string(),
        asv: asvSchema.optional(),
        aoc: aocSchema.optional(),
        problems: z.array(z.string()),
      }),
    ),
    /** Days of passing scans on file, oldest first, and where a quarter is missing. */
    scans: z.array(z.string()),
    gaps: z.array(z.string()),
  }),
  100,
)

/** What watching the payment page in a browser showed, and how regularly it was watched. */
export const watchFact = defineFact(
  'payment',
  'watch',
  z.object({
    scripts: z.int(),
    unauthorised: z.int(),
    withIntegrity: z.int(),
    alerts: z.array(z.string()),
    /** Watches on record in the last 30 days and the longest gap between them, in days. */
    watches: z.int(),
    longestGapDays: z.number(),
  }),
  8,
)

/** Card numbers found in what the shop stores. Counts only: the numbers themselves are never kept. */
export const storedFact = defineFact(
  'payment',
  'stored',
  z.object({ files: z.int(), bytes: z.number(), numbers: z.int(), filesWithNumbers: z.int() }),
  35,
)

/** How the checkout takes card data, as a browser saw it. */
export const checkoutFact = defineFact(
  'payment',
  'checkout',
  z.object({
    ways: z.array(z.object({ way: z.enum(WAYS), because: z.string() })),
    parts: z.array(
      z.object({
        what: z.enum([
          'page',
          'script',
          'frame',
          'card fields',
          'form target',
          'card data goes to',
          'pay leads to',
          'link to',
        ]),
        host: z.string(),
        by: z.enum(['the shop', 'payment provider', 'somebody else']),
        provider: z.string().optional(),
      }),
    ),
    obstacles: z.array(z.string()),
  }),
  35,
)
