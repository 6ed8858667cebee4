import { charsetEscapes } from './charset.ts'
import { bodyCharset } from './pattern.ts'
import { Esc } from '../escapes.ts'
import { withEscapes } from '../map-taints.ts'
import { opaque, shapeValue, type Taint, type Text, type Value } from '../value.ts'

/** Stands for a stretch of a pattern that is put in at run time. */
const unknownPart = '\u0000'

/** `png|jpe?g`: one of the shop's own words. */
const ownWords = /^(?:\?:)?[\w-]+\??[\w-]*(?:\|[\w-]+\??[\w-]*)*$/

interface Group {
  keys: string[]
  /** What the text that it takes cannot do; 0 where it is made of other groups or of parts that are not known. */
  escapes: number
}

/** The groups of a pattern, by number and name, each with what it lets through. */
export function groupsOf(pattern: string): Group[] {
  const found: Group[] = []
  const open: { group: Group | null; from: number; simple: boolean }[] = []
  let inClass = false
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]
    if (c === '\\') i++
    else if (inClass) inClass = c !== ']'
    else if (c === '[') {
      inClass = true
      // A bracket that comes first is one of the class.
      if (pattern[i + 1] === '^') i++
      if (pattern[i + 1] === ']') i++
    } else if (c === '(') {
      const outer = open.at(-1)
      if (outer) outer.simple = false
      const special = /^\(\?(?:P?<(\w+)>|'(\w+)')?/.exec(pattern.slice(i))
      const name = special?.[1] ?? special?.[2]
      const group =
        special && name === undefined ? null : { keys: [String(found.length + 1), ...(name ? [name] : [])], escapes: 0 }
      if (group) found.push(group)
      open.push({ group, from: i + (special?.[0].length ?? 1), simple: true })
    } else if (c === ')') {
      const closed = open.pop()
      const body = closed ? pattern.slice(closed.from, i) : ''
      if (closed?.group && closed.simple && !body.includes(unknownPart))
        closed.group.escapes = ownWords.test(body) ? Esc.Safe : charsetEscapes(bodyCharset(body, true))
    }
  }
  return found
}

/** What a pattern took from a text: each group by itself, so that `(\d+)` gives a number. */
export function matchesOf(pattern: Text, taints: readonly Taint[]): Value {
  const all = opaque(taints)
  const source = pattern.map((part) => (typeof part === 'string' ? part : unknownPart)).join('')
  const isKnown = !source.includes(unknownPart)
  const keys = new Map<string, Value>(isKnown ? [['0', all]] : [])
  for (const group of groupsOf(source))
    if (group.escapes !== 0 || isKnown) for (const key of group.keys) keys.set(key, withEscapes(all, group.escapes))
  return shapeValue(keys, isKnown ? null : all, Number.NaN)
}
