import type { Place } from '../events/schema.ts'
import { postcodeKey, streetWords } from './address.ts'

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

/** One key for the ways of writing one address; undefined where there is no street. */
export function placeKey(place: Place): string | undefined {
  if (!place.line1) return undefined
  const words = [...streetWords(place)].sort()
  return `${words.join(' ')}|${postcodeKey(place.postcode ?? place.city)}|${place.country?.toLowerCase() ?? ''}`
}

const letters = [...'abcdefghijklmnopqrstuvwxyz']
/** Each code that ISO 3166-1 alpha-2 could give a country, and none. */
const countries = ['', ...letters.flatMap((first) => letters.map((second) => first + second))]

/** The keys that a place may have: told without its country, that of any country. */
export function placeKeys(place: Place): string[] {
  const key = placeKey(place)
  if (key === undefined) return []
  return place.country ? [key] : countries.map((country) => key + country)
}
