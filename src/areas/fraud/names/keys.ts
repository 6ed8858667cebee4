import type { Place } from '../events/schema.ts'
import { toLatin } from './words.ts'

const dotless = new Set(['gmail.com', 'googlemail.com'])

/** One key for the addresses that reach one mailbox: case, +tags and (at Gmail) dots ignored. */
export function emailKey(email: string): string {
  const low = email.trim().toLowerCase()
  const at = low.lastIndexOf('@')
  if (at < 1) return low
  const domain = low.slice(at + 1)
  const local = low.slice(0, at).split('+')[0] ?? ''
  return dotless.has(domain) ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${domain}`
}

/** The last nine digits: enough to tell subscribers apart, whatever the prefix was written like. */
export function phoneKey(phone: string | undefined): string | undefined {
  const digits = phone?.replace(/\D/g, '') ?? ''
  return digits.length < 6 ? undefined : digits.slice(-9)
}

const streetWords: readonly [RegExp, string][] = [
  [/\b(street|str|strasse|strase|straat)\b/g, 'st'],
  [/(strasse|straße|str)\b/g, 'st'],
  [/\b(avenue|ave|av)\b/g, 'av'],
  [/\b(road|rd)\b/g, 'rd'],
  [/\b(boulevard|blvd|bd)\b/g, 'bd'],
  [/\b(apartment|apt|flat|unit|suite|ste|no|nr|number)\b/g, ''],
]

/** One key for the ways of writing one address; undefined where there is no street. */
export function placeKey(place: Place): string | undefined {
  if (!place.line1) return undefined
  const line = streetWords.reduce(
    (text, [from, to]) => text.replace(from, to),
    toLatin(`${place.line1} ${place.line2 ?? ''}`),
  )
  const postcode = toLatin(place.postcode ?? place.city ?? '').replaceAll(' ', '')
  return `${line.split(' ').filter(Boolean).sort().join(' ')}|${postcode}|${place.country?.toLowerCase() ?? ''}`
}
