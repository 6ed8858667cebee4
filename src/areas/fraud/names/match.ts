import { edits } from './distance.ts'
import { sameFamily } from './nicknames.ts'
import { nameWords, soften, toLatin } from './words.ts'

/** How alike a recipient and a cardholder are: 1 is the same person for all one can tell, 0 nothing in common. */
export interface NameMatch {
  score: number
  kind: 'same' | 'spelling' | 'short form' | 'initials' | 'part' | 'business' | 'family' | 'different' | 'not told'
  because: string
}

const legalForms = new Set(
  'gmbh ag kg ohg ug inc llc ltd limited plc corp corporation co company sarl sas sa spa srl bv nv oy ab as aps doo zoo sp ooo zao oao pty lp llp ev ek sro'.split(
    ' ',
  ),
)
const generic = new Set('gift card customer cardholder card holder valued guest client user test unknown na'.split(' '))

type WordMatch = 'same' | 'spelling' | 'short form' | 'initials'
const worth: Record<WordMatch, number> = { same: 1, spelling: 0.9, 'short form': 0.9, initials: 0.8 }

/** How two words of names agree; undefined where they do not. */
function wordMatch(a: string, b: string): WordMatch | undefined {
  if (a === b) return 'same'
  const softA = soften(a)
  const softB = soften(b)
  if (a.length === 1 || b.length === 1) return a[0] === b[0] || softA[0] === softB[0] ? 'initials' : undefined
  if (softA === softB) return 'spelling'
  if (sameFamily(a, b)) return 'short form'
  const shorter = Math.min(softA.length, softB.length)
  if (softA[0] === softB[0] || shorter >= 6) {
    const most = shorter >= 8 ? 2 : shorter >= 5 ? 1 : 0
    if (edits(softA, softB, most) <= most || edits(a, b, most) <= most) return 'spelling'
  }
  // Banks cut long names: MAXIMILI for Maximilian.
  if (shorter >= 4 && (a.startsWith(b) || b.startsWith(a))) return 'spelling'
  return undefined
}

interface Pairing {
  pairs: { a: string; b: string; kind: WordMatch }[]
  restA: string[]
  restB: string[]
}

/** Pairs words, the surest first, each used once. */
function pair(a: readonly string[], b: readonly string[]): Pairing {
  const options = a
    .flatMap((wordA, i) => b.map((wordB, j) => ({ i, j, a: wordA, b: wordB, kind: wordMatch(wordA, wordB) })))
    .filter((option): option is typeof option & { kind: WordMatch } => option.kind !== undefined)
    .sort((x, y) => worth[y.kind] - worth[x.kind])
  const usedA = new Set<number>()
  const usedB = new Set<number>()
  const pairs: Pairing['pairs'] = []
  for (const option of options) {
    if (usedA.has(option.i) || usedB.has(option.j)) continue
    usedA.add(option.i)
    usedB.add(option.j)
    pairs.push(option)
  }
  return { pairs, restA: a.filter((_, i) => !usedA.has(i)), restB: b.filter((_, j) => !usedB.has(j)) }
}

function splitInitials(words: string[], other: string[]): string[] {
  const [only] = words
  // "JP Morgan" style: two capital letters against two given names.
  if (only === undefined) return words
  return words.flatMap((word) =>
    word.length === 2 &&
    !other.includes(word) &&
    other.some((o) => o[0] === word[0]) &&
    other.some((o) => o[0] === word[1])
      ? [...word]
      : [word],
  )
}

/** Glued names pulled apart: ANNAMARIA for Anna Maria, "Mac Donald" for MacDonald. */
function unglue(words: string[], other: string[]): string[] {
  const out: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string
    const glued = `${word}${words[index + 1] ?? ''}`
    if (words[index + 1] !== undefined && other.includes(glued)) {
      out.push(glued)
      index++
    } else out.push(word)
  }
  return out
}

function business(words: readonly string[]): boolean {
  return words.some((word) => legalForms.has(word)) && words.length > 1
}

const nameLike = /^\p{L}[\p{L}'’-]+( \p{L}[\p{L}'’-]+)+$/u

/** Compares a recipient's name with a cardholder's. Symmetric, pure, no network; scripts: Latin, Cyrillic, Greek. */
export function matchNames(first: string, second: string): NameMatch {
  if (first.length < 200 && first.toLowerCase() === second.toLowerCase() && nameLike.test(first))
    return { score: 1, kind: 'same', because: 'The names are the same.' }
  const rawA = nameWords(first.slice(0, 200).replace(/^\s*c\/o\s+/i, '')).slice(0, 12)
  const rawB = nameWords(second.slice(0, 200).replace(/^\s*c\/o\s+/i, '')).slice(0, 12)
  const tell = (words: string[]) => words.length > 0 && !words.every((word) => generic.has(word))
  if (!tell(rawA) || !tell(rawB))
    return { score: 0.5, kind: 'not told', because: 'One of the names says nothing about a person.' }
  const a = splitInitials(unglue(rawA, rawB), rawB)
  const b = splitInitials(unglue(rawB, rawA), rawA)
  if (business(a) || business(b)) return matchBusiness(a, b)
  const { pairs, restA, restB } = pair(a, b)
  if (pairs.length === 0) return { score: 0, kind: 'different', because: 'No word of the two names agrees.' }
  const whole = pairs.filter((item) => item.kind !== 'initials')
  const mean = pairs.reduce((sum, item) => sum + worth[item.kind], 0) / pairs.length
  const told = pairs.map((item) => (item.a === item.b ? item.a : `${item.a} = ${item.b} (${item.kind})`)).join(', ')
  const weakest = pairs.reduce<WordMatch>((low, item) => (worth[item.kind] < worth[low] ? item.kind : low), 'same')
  const full = restA.length === 0 || restB.length === 0
  if (full && whole.length > 0 && (pairs.length >= 2 || (restA.length === 0 && restB.length === 0))) {
    const extra = restA.length + restB.length
    return {
      score: Math.max(0.6, mean - 0.05 * extra),
      kind: extra > 0 && weakest === 'same' ? 'part' : weakest,
      because: `All words of the shorter name agree: ${told}.`,
    }
  }
  if (full && whole.length > 0)
    return { score: 0.6, kind: 'part', because: `Only one word was given, and it agrees: ${told}.` }
  if (whole.length >= 2) return { score: 0.6, kind: 'part', because: `Two words agree (${told}), others differ.` }
  if (whole.length === 1)
    return { score: 0.35, kind: 'family', because: `One word agrees (${told}): perhaps of one family.` }
  return { score: 0.1, kind: 'different', because: 'Only initials agree.' }
}

function matchBusiness(a: readonly string[], b: readonly string[]): NameMatch {
  const core = (words: readonly string[]) => words.filter((word) => !legalForms.has(word))
  const { pairs, restA, restB } = pair(core(a), core(b))
  const told = pairs.filter((item) => item.kind !== 'initials')
  if (told.length > 0 && (restA.length === 0 || restB.length === 0))
    return {
      score: 0.9,
      kind: 'business',
      because: `The company's name agrees: ${told.map((item) => item.a).join(' ')}.`,
    }
  if (told.some((item) => item.a.length > 3))
    return { score: 0.5, kind: 'business', because: `A company; "${told[0]?.a}" agrees.` }
  return { score: 0.2, kind: 'business', because: 'A company, and no word of its name agrees with the other.' }
}

/** Whether the part of an address before the @ fits a name: both words, one, or none of it. */
export function emailFitsName(email: string, name: string): number {
  const local = toLatin((email.split('@')[0] ?? '').replace(/[._\-+\d]+/g, ' '))
  const words = nameWords(name).filter((word) => word.length > 1)
  if (local === '' || words.length === 0) return 0
  const joined = local.replaceAll(' ', '')
  const hits = words.filter((word) => joined.includes(word) || soften(joined).includes(soften(word))).length
  if (hits > 0) return hits / words.length
  const initials = words.map((word) => word[0]).join('')
  return joined === initials ? 0.5 : 0
}
