import { z } from 'zod'
import { isZone } from '../queue/quiet.ts'
import { words } from '../words/all.ts'
import { LANGUAGES, type Language, type Variant } from '../words/words.ts'

const oneLine = /^[^\p{Cc}\u2028\u2029]*$/u

/** The shop as it appears in notices. */
export const brandSchema = z.strictObject({
  shop: z.string().min(1).max(60).regex(oneLine),
  /** Address that customers type, e.g. shop.example. Never a link. */
  site: z
    .string()
    .min(3)
    .max(100)
    .regex(/^[a-z0-9.-]+(?:\/[a-z0-9/_-]*)?$/i),
  /** Sender, e.g. service@shop.example. */
  from: z.email(),
  /** Where customers write to who do not want this. */
  contact: z.string().min(3).max(100).regex(oneLine),
  language: z.enum(LANGUAGES).default('en'),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .default('#1f4b99'),
  /** True once somebody has looked whether the accounts were misused and found nothing: then the notice says so. */
  noMisuseSeen: z.boolean().default(false),
  /** Time zone of customers whose own is not known, e.g. Europe/Warsaw; the machine's where it is missing. */
  zone: z.string().max(64).refine(isZone, 'is no time zone, e.g. Europe/Warsaw').optional(),
  /** No mail arrives between these hours of the customer's clock; `none` to send at any time. */
  quiet: z
    .union([z.literal('none'), z.strictObject({ from: z.int().min(0).max(23), to: z.int().min(0).max(23) })])
    .default({ from: 21, to: 8 }),
})
export type Brand = z.infer<typeof brandSchema>

/** A notice before it takes its form: plain sentences. */
export interface Notice {
  language: Language
  subject: string
  hello: string
  paragraphs: string[]
  steps: string[]
  after: string
  why: string
  whyText: string
}

export interface NoticeData {
  brand: Brand
  variant: Variant
  language: Language
  /** Leaks by the names customers know. */
  leaks: readonly string[]
  name?: string | undefined
  reminder: boolean
}

/** A name is used only where it can be nothing else: letters, spaces, hyphens. Anything else could carry a message of its own. */
function safeName(name: string | undefined): string {
  const trimmed = name?.trim().normalize('NFC') ?? ''
  return /^[\p{L}\p{M}][\p{L}\p{M} '’-]{0,39}$/u.test(trimmed) ? ` ${trimmed}` : ''
}

/** Leak names come from outside: control signs and links have no place in a notice. */
export const safeLeak = (name: string): string =>
  name
    .replace(/[\p{Cc}<>]|https?:\/\/\S*/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60)

export function composeNotice({ brand, variant, language, leaks, name, reminder }: NoticeData): Notice {
  const text = words[language]
  const own = text.variants[variant]
  const named = leaks.slice(0, 2).map(safeLeak)
  const leak = [
    named.join(leaks.length > 2 ? ', ' : ` ${text.and} `),
    ...(leaks.length > 2 ? [`${text.and} ${text.more}`] : []),
  ].join(' ')
  const values: Record<string, string> = { shop: brand.shop, site: brand.site, contact: brand.contact, leak }
  const fill = (template: string) => template.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '')
  return {
    language,
    subject: fill(`${reminder ? text.reminderMark : ''}${own.subject}`),
    hello: `${text.hello}${safeName(name)},`,
    paragraphs: [
      ...(reminder ? [text.reminder] : []),
      fill(own.cause),
      ...(brand.noMisuseSeen ? [text.noMisuse] : []),
      fill(own.meaning),
    ],
    steps: own.steps.map(fill),
    after: fill(own.after),
    why: text.why,
    whyText: fill(text.whyText),
  }
}
