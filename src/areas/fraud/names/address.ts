import type { Place } from '../events/schema.ts'
import { edits } from './distance.ts'
import { soften, toLatin } from './words.ts'

/** Words for kinds of streets and their usual short forms, by language; each group is one word. */
const kinds: readonly string[] = [
  'st street str strasse strase straat saint sankt sint',
  'av avenue ave avenida avda avd aven',
  'bd boulevard blvd bld boul bulvar bulevar bulevard',
  'rd road',
  'ln lane',
  'dr drive',
  'ct court',
  'pl place platz plaza pza piazza pzza plac plein ploshchad',
  'sq square',
  'hwy highway',
  'pkwy parkway',
  'ter terrace',
  'cir circle',
  'rue r rua',
  'calle c cl carrer',
  'via v',
  'viale vle',
  'corso cso',
  'chaussee chee',
  'allee all',
  'chemin che',
  'impasse imp',
  'faubourg fbg',
  'paseo pso',
  'carretera ctra',
  'ul ulica ulitsa ulice utca u',
  'prospekt prosp pr',
  'pereulok per',
  'odos od',
  'mt mount',
  'n north nord norte',
  's south sud sur',
  'e east est este ost',
  'w west ouest oeste',
]
const canonical = new Map(
  kinds.flatMap((group) => {
    const [first = '', ...rest] = group.split(' ')
    return [first, ...rest].map((word) => [word, first] as const)
  }),
)
/** Kinds written out: long enough to be known with a slip of the finger in them. */
const longKinds = [...canonical.keys()].filter((word) => word.length >= 5)
const kindWords = new Set(canonical.values())
/** Words before a number that say nothing beside it. */
const besideNumbers = new Set(
  'no nr num numero number nummer apartment apt app appt flat unit suite ste room rm floor fl etage stock haus house dom d kvartira kv korpus box piso puerta interno scala block bl building bldg'.split(
    ' ',
  ),
)
const MAX_WORDS = 24

/** Words of a street line in Latin script: kinds of streets under one name, "Hauptstr." taken apart, "Apt." left out. */
function addressWords(line: string): readonly string[] {
  const known = read.get(line)
  if (known !== undefined) return known
  const words = wordsOf(line)
  if (read.size >= MAX_READ) read.clear()
  if (line.length <= MAX_LINE) read.set(line, words)
  return words
}

/** Words of both lines of a place. */
export const streetWords = (place: Place): readonly string[] =>
  addressWords(place.line2 ? `${place.line1 ?? ''} ${place.line2}` : (place.line1 ?? ''))

/** One address is read several times for one event: words of the last lines, emptied when full. */
const read = new Map<string, readonly string[]>()
const MAX_READ = 4096
const MAX_LINE = 200

function wordsOf(line: string): string[] {
  const words: string[] = []
  // P.za, V.le, C.so: Italian short forms are one word.
  const joined = line.slice(0, 300).replace(/\b([pvc])\.(za|zza|le|so)\b/gi, '$1$2')
  for (const word of toLatin(joined).split(' ')) {
    if (word === '' || besideNumbers.has(word)) continue
    const compound = /^(.{3,}?)(?:strasse|strase|straat|str)$/.exec(word)
    if (compound) words.push(compound[1] as string, 'st')
    else words.push(canonical.get(word) ?? word)
    if (words.length >= MAX_WORDS) break
  }
  return words
}

export const postcodeKey = (postcode: string | undefined) =>
  postcode === undefined ? '' : toLatin(postcode).replaceAll(' ', '')

/** Kinds of streets under one name, also with one slip of the finger. */
function withoutSlips(word: string): string {
  if (word.length < 5 || canonical.has(word)) return word
  const kind = longKinds.find((known) => known[0] === word[0] && edits(word, known, 1) <= 1)
  return kind === undefined ? word : (canonical.get(kind) as string)
}

const hasDigit = (word: string) => /\d/.test(word)

/** Whether two words of a street are one, but for a slip of the finger or a cut end. */
function alike(a: string, b: string): boolean {
  if (a === b) return true
  const shorter = Math.min(a.length, b.length)
  if (shorter >= 3 && (a.startsWith(b) || b.startsWith(a))) return true
  const most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0
  return most > 0 && (edits(a, b, most) <= most || edits(soften(a), soften(b), most) <= most)
}

/** Share of two lists of words that pairs up, by length of the words; kinds of streets weigh little. */
function shared(a: readonly string[], b: readonly string[], fits: (x: string, y: string) => boolean): number {
  const weight = (word: string) => (kindWords.has(word) ? 1 : 2 + word.length)
  const used = new Set<number>()
  let both = 0
  for (const word of a) {
    let found = b.findIndex((other, index) => !used.has(index) && other === word)
    if (found < 0) found = b.findIndex((other, index) => !used.has(index) && fits(word, other))
    if (found < 0) continue
    used.add(found)
    both += weight(word) + weight(b[found] as string)
  }
  const all = [...a, ...b].reduce((sum, word) => sum + weight(word), 0)
  return all === 0 ? 0 : both / all
}

/**
 * How alike two addresses are, 0 to 1, over typing errors, short forms, order of words and scripts: half the street's words,
 * three tenths its numbers, two tenths postcode, city and country, each where both sides tell it. Undefined where either has no
 * street.
 */
export function addressLikeness(a: Place, b: Place): number | undefined {
  const [wordsA, wordsB] = [a, b].map((place) => streetWords(place)) as [readonly string[], readonly string[]]
  if (!a.line1 || !b.line1 || wordsA.length === 0 || wordsB.length === 0) return undefined
  const parts: [number, number][] = []
  const letters = [wordsA, wordsB].map((words) => words.filter((word) => !hasDigit(word)).map(withoutSlips)) as [
    string[],
    string[],
  ]
  const numbers = [wordsA, wordsB].map((words) => words.filter(hasDigit)) as [string[], string[]]
  if (letters[0].length > 0 || letters[1].length > 0) parts.push([0.5, shared(letters[0], letters[1], alike)])
  if (numbers[0].length > 0 || numbers[1].length > 0)
    parts.push([0.3, shared(numbers[0], numbers[1], (x, y) => x === y)])
  const town = sameTown(a, b)
  if (town !== undefined) parts.push([0.2, town])
  const weights = parts.reduce((sum, [weight]) => sum + weight, 0)
  return Math.round((1e4 * parts.reduce((sum, [weight, value]) => sum + weight * value, 0)) / weights) / 1e4
}

/** 1 where postcode or city agree, 0 where they or the countries differ; undefined where nothing can be compared. */
function sameTown(a: Place, b: Place): number | undefined {
  if (a.country && b.country && a.country.toUpperCase() !== b.country.toUpperCase()) return 0
  if (a.postcode && b.postcode) return postcodeKey(a.postcode) === postcodeKey(b.postcode) ? 1 : 0
  if (!a.city || !b.city) return undefined
  return shared(toLatin(a.city).split(' '), toLatin(b.city).split(' '), alike) > 0.6 ? 1 : 0
}
