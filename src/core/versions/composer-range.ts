import { isBranch, modifier, normalizeComposer } from './composer.ts'
import { phpVersionCompare } from './php.ts'

interface Bound {
  operator: '<' | '<=' | '>' | '>=' | '=' | '!='
  /** Normalised. */
  version: string
}

/** Alternatives, each a list of bounds that all hold; an empty list holds always. */
export type ComposerRange = readonly (readonly Bound[])[]

const version = `v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(?:\\.(\\d+))?(?:${modifier}|\\.([xX*][.-]?dev))(?:\\+[^\\s]+)?`
const tilde = new RegExp(`^~${version}$`, 'i')
const caret = new RegExp(`^\\^${version}$`, 'i')
const wildcard = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.[xX*])+$/
const hyphen = new RegExp(`^(${version}) +- +(${version})$`, 'i')
const endsWithModifier = new RegExp(`-${modifier}$`, 'i')
const maxLength = 2000

/** The first `position` numbers, the last of them raised by `raise`, the rest 0. */
function cut(numbers: readonly (string | undefined)[], position: number, raise = 0): string {
  const values = [1, 2, 3, 4].map((place) => {
    if (place > position) return 0
    return Number(numbers[place] ?? 0) + (place === position ? raise : 0)
  })
  return `${values.join('.')}-dev`
}

const depth = (match: RegExpExecArray) => (match[4] ? 4 : match[3] ? 3 : match[2] ? 2 : 1)

/** From the given version to below the next one at `position`. */
function span(text: string, match: RegExpExecArray, position: number): Bound[] | undefined {
  const plain = !match[5] && !match[7] && !match[8]
  const low = normalizeComposer(plain ? `${text}-dev` : text)
  return low === undefined
    ? undefined
    : [
        { operator: '>=', version: low },
        { operator: '<', version: cut(match, position, 1) },
      ]
}

function hyphenRange(match: RegExpExecArray): Bound[] | undefined {
  // Groups: 1 the lower version, 2 to 9 its parts, 10 the upper version, 11 to 18 its parts.
  const low = normalizeComposer(match[1]!)
  const high = normalizeComposer(match[10]!)
  if (low === undefined || high === undefined) return undefined
  const lower: Bound = { operator: '>=', version: match[6] || match[8] || match[9] ? low : `${low}-dev` }
  const whole = (match[12] && match[13]) || match[15] || match[17] || match[18]
  const upper: Bound = whole
    ? { operator: '<=', version: high }
    : { operator: '<', version: cut(['', match[11], match[12]], match[12] ? 2 : 1, 1) }
  return [lower, upper]
}

function comparison(text: string, stability: string | undefined): Bound[] | undefined {
  const match = /^(<>|!=|>=?|<=?|==?)?\s*(.*)$/.exec(text)!
  const given = match[2]!
  let normalized = normalizeComposer(given)
  if (normalized === undefined && /^[0-9a-zA-Z-./]+-dev$/.test(given))
    normalized = normalizeComposer(`dev-${given.slice(0, -4)}`)
  if (normalized === undefined) return undefined
  const sign = match[1] ?? '='
  const operator = sign === '==' ? '=' : sign === '<>' ? '!=' : (sign as Bound['operator'])
  const stable = !/-(dev|alpha|beta|RC|patch)/i.test(normalized) || /-patch\d*$/i.test(normalized)
  if (operator !== '=' && stability !== undefined && stable && !isBranch(normalized)) normalized += `-${stability}`
  else if ((operator === '<' || operator === '>=') && !endsWithModifier.test(given) && !given.startsWith('dev-'))
    normalized += '-dev'
  return [{ operator, version: normalized }]
}

function parseOne(given: string): Bound[] | undefined {
  let text = /^([^,\s]+) +as +([^,\s]+)$/.exec(given)?.[1] ?? given
  const flag = /^([^,\s]*?)@(stable|RC|beta|alpha|dev)$/i.exec(text)
  if (flag) text = flag[1] || '*'
  const stability = flag && flag[2] !== 'stable' ? flag[2] : undefined
  text = /^(dev-[^,\s@]+?|[^,\s@]+?\.x-dev)#.+$/i.exec(text)?.[1] ?? text
  const any = /^(v)?[xX*](\.[xX*])*$/i.exec(text)
  if (any) return any[1] || any[2] ? [{ operator: '>=', version: '0.0.0.0-dev' }] : []
  const near = tilde.exec(text)
  if (near) return span(text.slice(1), near, Math.max(1, depth(near) + (near[8] ? 1 : 0) - 1))
  const compatible = caret.exec(text)
  if (compatible) {
    const [, major, minor, patch] = compatible
    const position = major !== '0' || !minor ? 1 : minor !== '0' || !patch ? 2 : 3
    return span(text.slice(1), compatible, position)
  }
  const star = wildcard.exec(text)
  if (star) {
    const position = star[3] ? 3 : star[2] ? 2 : 1
    const low = cut(star, position)
    const high: Bound = { operator: '<', version: cut(star, position, 1) }
    return low === '0.0.0.0-dev' ? [high] : [{ operator: '>=', version: low }, high]
  }
  const between = hyphen.exec(text)
  return between ? hyphenRange(between) : comparison(text, stability)
}

/** Reads a constraint (`^1.2 || ~2.0, !=2.0.5 | 3.*`); undefined where Composer would refuse it. */
export function parseComposerRange(constraint: string): ComposerRange | undefined {
  if (constraint.length > maxLength) return undefined
  const alternatives: Bound[][] = []
  for (const alternative of constraint.trim().split(/\s*\|\|?\s*/)) {
    const bounds: Bound[] = []
    // Commas and blanks join; the blanks of "1.0 - 2.0", "> 1" and "x as y" do not.
    for (const item of alternative.split(/(?<!^|as|[=>< ,]) *(?<!-)[, ](?!-) *(?!,|as|$)/)) {
      const parsed = parseOne(item)
      if (parsed === undefined) return undefined
      bounds.push(...parsed)
    }
    alternatives.push(bounds)
  }
  return alternatives
}

function holds(bound: Bound, installed: string): boolean {
  if (isBranch(installed) || isBranch(bound.version)) {
    if (bound.operator === '=') return installed === bound.version
    return bound.operator === '!=' && installed !== bound.version
  }
  const order = phpVersionCompare(installed, bound.version)
  if (bound.operator === '<') return order < 0
  if (bound.operator === '<=') return order <= 0
  if (bound.operator === '>') return order > 0
  if (bound.operator === '>=') return order >= 0
  return bound.operator === '=' ? order === 0 : order !== 0
}

/** Whether a version lies in a range; undefined where it is no version. Branches satisfy only their own name. */
export function inComposerRange(installed: string, range: ComposerRange): boolean | undefined {
  const normalized = normalizeComposer(installed)
  if (normalized === undefined) return undefined
  return range.some((alternative) => alternative.every((bound) => holds(bound, normalized)))
}
