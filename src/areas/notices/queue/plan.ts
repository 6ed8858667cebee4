import { createHash, randomBytes } from 'node:crypto'
import type { CustomerBook } from '../../../connect/customers/book.ts'
import type { Exposure } from '../../../connect/customers/schema.ts'
import { type Brand, composeNotice } from '../render/notice.ts'
import { readingGrade, wordCount } from '../render/reading.ts'
import { noticeText } from '../render/text.ts'
import { LANGUAGES, VARIANTS, type Variant } from '../words/words.ts'
import type { NoticeQueue } from './queue.ts'

const dayMs = 86_400_000
const DIGEST_DAYS = 30

export const variantOf = (exposure: Pick<Exposure, 'leaked'>): Variant | undefined => {
  if (exposure.leaked === 'shop-stealer') return 'shop'
  if (exposure.leaked === 'spam') return undefined
  return exposure.leaked === 'address' ? 'address' : 'password'
}

export interface Plan {
  campaign: string | undefined
  customers: number
  /** Of these, told only after the hold-out's days. */
  held: number
  byVariant: Record<Variant, number>
  leftOut: { suppressed: number; toldLately: number; withoutContact: number }
  words: number
  grade: number
}

/** The longest and the hardest of all forms a notice can take with this brand. */
export function measure(brand: Brand): { words: number; grade: number } {
  let words = 0
  let grade = 0
  const leaks = ['First', 'Second', 'Third']
  for (const language of LANGUAGES)
    for (const variant of VARIANTS)
      for (const reminder of [false, true]) {
        const notice = composeNotice({ brand, variant, language, leaks, name: 'Maria', reminder })
        const text = noticeText(notice, brand.shop)
        words = Math.max(words, wordCount(text))
        if (language === 'en') grade = Math.max(grade, readingGrade(text))
      }
  return { words, grade }
}

interface Planning {
  book: CustomerBook
  queue: NoticeQueue
  brand: Brand
  by: string
  now: Date
  /** A part of the customers that is told later, to see what the notice brings; never those whose password for this shop leaked. */
  holdOut?: HoldOut | undefined
}

/** An experiment: so many of a hundred are told `days` later than the others. */
export interface HoldOut {
  percent: number
  days: number
}

/** By lot, but the same at every look: the campaign's random id decides. */
const isHeld = (campaign: string, customer: number, percent: number): boolean =>
  createHash('sha256').update(`${campaign} ${customer}`).digest().readUInt32BE(0) / 2 ** 32 < percent / 100

/** Gathers each customer's open exposures into one notice, the worst deciding its words. Sends nothing. */
export function planCampaign({ book, queue, brand, by, now, holdOut }: Planning): Plan {
  const at = now.toISOString()
  const id = `c_${at.slice(0, 10)}_${randomBytes(3).toString('hex')}`
  const measured = measure(brand)
  const plan: Plan = {
    campaign: undefined,
    customers: 0,
    held: 0,
    byVariant: { shop: 0, password: 0, address: 0 },
    leftOut: { suppressed: 0, toldLately: 0, withoutContact: 0 },
    ...measured,
  }
  const open = new Map<number, { breach: string; variant: Variant }[]>()
  const lately = new Set<number>()
  const since = new Date(now.getTime() - DIGEST_DAYS * dayMs).toISOString()
  for (const exposure of book.exposures()) {
    if (exposure.toldAt !== null && exposure.toldAt >= since) lately.add(exposure.customer)
    const variant = variantOf(exposure)
    // A match that ignored dots and tags may be somebody else: never written to.
    if (!variant || !exposure.exact || exposure.toldAt !== null || exposure.changedAt !== null) continue
    if (queue.isCovered(exposure.customer, exposure.breach)) continue
    const list = open.get(exposure.customer)
    if (list) list.push({ breach: exposure.breach, variant })
    else open.set(exposure.customer, [{ breach: exposure.breach, variant }])
  }
  const domain = brand.from.slice(brand.from.lastIndexOf('@') + 1)
  queue.together(() => {
    if (open.size > 0)
      queue.addCampaign({
        id,
        created_at: at,
        created_by: by,
        brand: JSON.stringify(brand),
        hold_days: holdOut?.days ?? null,
        ...measured,
      })
    for (const [customer, items] of open) {
      const variant = VARIANTS.find((candidate) => items.some((item) => item.variant === candidate))!
      if (queue.isSuppressed(customer)) plan.leftOut.suppressed++
      // One digest in thirty days, unless a password is at stake.
      else if (variant === 'address' && lately.has(customer)) plan.leftOut.toldLately++
      else if (book.contact(customer) === undefined) plan.leftOut.withoutContact++
      else {
        const breaches = items.map((item) => item.breach)
        const held = holdOut !== undefined && variant !== 'shop' && isHeld(id, customer, holdOut.percent)
        const dueAt = held ? new Date(now.getTime() + holdOut.days * dayMs).toISOString() : at
        const arm = held ? 'held' : 'told'
        if (!queue.add({ campaign: id, customer, variant, breaches, step: 0, dueAt, arm }, domain)) continue
        if (held) plan.held++
        plan.customers++
        plan.byVariant[variant]++
      }
    }
  })
  if (plan.customers > 0) plan.campaign = id
  return plan
}
