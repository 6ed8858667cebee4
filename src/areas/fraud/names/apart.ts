import type { Place } from '../events/schema.ts'
import { postcodeKey } from './address.ts'
import { toLatin } from './words.ts'

const EARTH_KM = 6371.0088

interface Point {
  latitude?: number | undefined
  longitude?: number | undefined
}

/** Kilometres between two points on the mean sphere of IUGG (haversine); undefined where a coordinate is missing. */
export function kilometres(a: Point | undefined, b: Point | undefined): number | undefined {
  if (a?.latitude === undefined || a.longitude === undefined) return undefined
  if (b?.latitude === undefined || b.longitude === undefined) return undefined
  const rad = Math.PI / 180
  const north = Math.sin(((b.latitude - a.latitude) * rad) / 2)
  const east = Math.sin(((b.longitude - a.longitude) * rad) / 2)
  const chord = north * north + Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * east * east
  // To the metre, so that the last bits of the machine's sine do not matter.
  return Math.round(2e3 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, chord)))) / 1e3
}

/** How much of a postcode names the region, where it is not its first two characters (Universal Postal Union's formats). */
const regionOf: Readonly<Record<string, (postcode: string) => string>> = {
  US: (code) => code.slice(0, 3),
  CA: (code) => code.slice(0, 1),
  GB: (code) => /^[a-z]+/.exec(code)?.[0] ?? '',
  IE: (code) => code.slice(0, 3),
  JP: (code) => code.slice(0, 3),
  CN: (code) => code.slice(0, 2),
  IN: (code) => code.slice(0, 2),
  RU: (code) => code.slice(0, 3),
  AU: (code) => code.slice(0, 1),
  AT: (code) => code.slice(0, 1),
  BE: (code) => code.slice(0, 1),
  CH: (code) => code.slice(0, 1),
  DK: (code) => code.slice(0, 1),
}

/** Steps of the coarse distance. */
export const APART = { sameAddress: 0, samePostcode: 1, sameRegion: 2, sameCountry: 3, otherCountry: 4 } as const

/**
 * Coarse distance of two addresses: 0 the same (`same` says so), 1 the same postcode, 2 the same region, 3 the same country,
 * 4 another country. Undefined where what is told does not decide: never "near" for want of a field.
 */
export function apart(a: Place, b: Place, same: boolean | undefined): number | undefined {
  if (!a.country || !b.country) return same === true ? APART.sameAddress : undefined
  const country = a.country.toUpperCase()
  if (country !== b.country.toUpperCase()) return APART.otherCountry
  if (same === true) return APART.sameAddress
  const [codeA, codeB] = [postcodeKey(a.postcode), postcodeKey(b.postcode)]
  if (codeA !== '' && codeB !== '') {
    if (codeA === codeB) return APART.samePostcode
    const region = regionOf[country] ?? ((code: string) => code.slice(0, 2))
    return region(codeA) === region(codeB) ? APART.sameRegion : APART.sameCountry
  }
  if (!a.region || !b.region) return undefined
  return toLatin(a.region) === toLatin(b.region) ? APART.sameRegion : APART.sameCountry
}
