import { hash } from 'node:crypto'
import { endpointOf } from './endpoint.ts'
import type { Observation } from './observation.ts'

/** A value that left or was kept, by its place; its digest only. */
export interface PlacedValue {
  place: string
  digest: string
}

const maxValues = 2000
/** Pieces by which the secret part of a number (digits nine to twelve) may have left, digit by digit or field by field. */
const beginnings = [12, 14, 16, 18, 20, 24, 32]
const clockMs = 2 * 86_400_000

/** A clock's time in seconds, milliseconds or microseconds. */
const isClock = (digits: string, now: number) =>
  [1000, 1, 0.001].some((unit) => Math.abs(Number(digits) * unit - now) < clockMs)

/** A text without clocks' times: visits side by side often agree in them. */
const withoutClocks = (text: string, now: number) =>
  text.replace(/\d{10,16}/g, (digits) => (isClock(digits, now) ? '' : digits))

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** Names and values of what a request carries: address, query, form, leaves of JSON; the body as a whole under "body". */
function* parts(url: string, body: string): Generator<[name: string, value: string]> {
  const { pathname, search } = URL.canParse(url) ? new URL(url) : { pathname: url, search: '' }
  yield ['path', pathname]
  const form = /^[\w.%[\]-]{1,60}=/.test(body) ? body : ''
  for (const pair of `${search.slice(1)}&${form}`.split('&').slice(0, 200)) {
    const at = pair.indexOf('=')
    yield at < 0 ? ['query', decode(pair)] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
  }
  for (const match of body.matchAll(/"([^"\\]{1,60})"\s*:\s*(?:"((?:[^"\\]|\\.){0,2000})"|([^",{}[\]\s]+))/g))
    yield [match[1]!, match[2] ?? match[3] ?? '']
  yield ['body', body]
}

/**
 * The values of a visit, placed: each part by itself, and all parts of one name in the order they were sent (a number that leaves key by
 * key). `now`: clock of the machine, milliseconds.
 */
export function placedValues(
  requests: readonly { url: string; kind: string; body: string }[],
  kept: readonly { place: string; text: string }[],
  now: number,
): PlacedValue[] {
  const found = new Map<string, PlacedValue>()
  const rows = new Map<string, string[]>()
  const add = (place: string, value: string) => {
    const text = withoutClocks(value, now)
    // Too short to hold what is secret in a card number, or a small number, which visits often agree in by chance.
    if (text.length < 4 || /^-?\d{0,6}(?:\.\d+)?$/.test(text) || found.size >= maxValues) return
    const digest = hash('sha256', text, 'hex').slice(0, 20)
    found.set(`${place} ${digest}`, { place, digest })
  }
  for (const { url, kind, body } of requests) {
    const seen = new Set<string>()
    for (const [name, value] of parts(url, body.slice(0, 16_000))) {
      const place = `${kind} to ${endpointOf(url)}, ${name}`
      add(place, value)
      const row = `${kind} to ${name === 'path' ? new URL(url).host : endpointOf(url)}, ${name}`
      if (!seen.has(row)) rows.set(row, [...(rows.get(row) ?? []).slice(0, 500), value.slice(0, 1000)])
      seen.add(row)
    }
  }
  // Both cards have the same number of digits: where the number of pieces differs, it is time that passed otherwise.
  // Beside the whole row its beginnings: who sends piece by piece is cut off at another piece in each visit.
  for (const [place, row] of rows) {
    add(`${place} in ${row.length} pieces`, row.join(' '))
    // Beside the whole row its beginnings: who sends piece by piece is cut off at another piece in each visit, and may say one twice.
    const once = row.filter((value, at) => value !== row[at - 1])
    for (const length of beginnings.filter((count) => count <= once.length))
      add(`${place} in ${length} pieces`, once.slice(0, length).join(' '))
  }
  for (const { place, text } of kept) add(`${place}, kept`, text)
  return [...found.values()]
}

/** Visits by the card they typed; cards that only one visit typed left out. */
export function byCard(observations: readonly Observation[]): Observation[][] {
  const cards = [...new Set(observations.map((item) => item.card))]
  return cards.map((card) => observations.filter((item) => item.card === card)).filter((group) => group.length > 1)
}

/**
 * Ways (`kind to host/path`) by which every visit sent the same after typing, whichever card it typed: nothing that leaves there is made
 * of the card, readable or not. Pure.
 */
export function steadyWays(observations: readonly Observation[]): Set<string> {
  if (byCard(observations).length !== 2) return new Set()
  const visits = observations.map((item) =>
    Map.groupBy(
      item.values.filter(({ place }) => !/ in \d+ pieces$/.test(place)),
      ({ place }) => place.slice(0, place.lastIndexOf(', ')),
    ),
  )
  const told = (values: readonly PlacedValue[] | undefined) =>
    [...new Set((values ?? []).map(({ place, digest }) => `${place} ${digest}`))].sort().join('\n')
  return new Set(
    [...visits[0]!.keys()].filter((way) => new Set(visits.map((visit) => told(visit.get(way)))).size === 1),
  )
}

const placeOf = (value: string) => value.slice(0, value.lastIndexOf(' '))

/** Values that all visits of a group share, of places where at least half of what any of them has is shared: else it is chance. */
function sharedValues(group: readonly Observation[]): string[] {
  const visits = group.map((item) => new Set(item.values.map(({ place, digest }) => `${place} ${digest}`)))
  const shared = [...visits[0]!].filter((value) => visits.every((visit) => visit.has(value)))
  const all = visits.map((visit) => Map.groupBy(visit, placeOf))
  return [...Map.groupBy(shared, placeOf)].flatMap(([place, values]) =>
    all.every((places) => values.length * 2 >= (places.get(place)?.length ?? 0)) ? values : [],
  )
}

/**
 * Places whose values follow the card number and nothing else: equal in two visits with one card that differ otherwise, other values in
 * two visits with another card. The cards share what may be shown of a number (the first eight digits and the last four), so a look-up of
 * the bank or a picture of the brand does not count; any fixed encoding, cipher or hash of the rest does, whatever it is. Without two
 * visits for each of two cards nothing can be said: empty. Pure.
 */
export function cardDependent(observations: readonly Observation[]): string[] {
  const groups = byCard(observations)
  if (groups.length !== 2) return []
  const common = groups.map(sharedValues)
  const everywhere = groups.map(
    (group) => new Set(group.flatMap((item) => item.values.map(({ place, digest }) => `${place} ${digest}`))),
  )
  const own = common.map((values, at) => values.filter((value) => !everywhere[1 - at]!.has(value)))
  const [one, other] = own.map((values) => new Set(values.map(placeOf)))
  const places = [...one!].filter((place) => other!.has(place))
  return [...new Set(places.map((place) => place.replace(/ in \d+ pieces$/, ' in pieces')))].sort()
}
