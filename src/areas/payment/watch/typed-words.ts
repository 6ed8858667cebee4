import type { Es } from '../../../analysis/js/estree.ts'

const words = (list: string) => new Set(list.split(' '))
/** Calls whose answer tells no digits: whether, where, how long. */
export const tellsLittle = words(
  'test includes indexOf lastIndexOf startsWith endsWith search isNaN isFinite Boolean some every has hasOwnProperty hasAttribute checkValidity now matches contains',
)
export const plainMembers = words('length type name id tagName form size checked disabled method status')
export const compares = words('== === != !== < > <= >= in instanceof')
/** Functions and methods of the language that let nothing out: what goes in comes out again. */
export const pure = words(
  `String Number parseInt parseFloat encodeURIComponent encodeURI decodeURIComponent escape unescape btoa atob Array Object Symbol RegExp Date
  push unshift concat join split map filter reduce forEach find findIndex flat flatMap fill keys values entries from of assign fromEntries sort reverse slice substr
  substring charAt charCodeAt codePointAt fromCharCode padStart padEnd repeat trim trimStart trimEnd toLowerCase toUpperCase toString toFixed toISOString normalize
  replace replaceAll match matchAll exec at set get add delete append stringify parse call apply bind then catch finally encode decode digest all race resolve
  setSelectionRange setCustomValidity focus blur min max round floor ceil abs random next return Set Map WeakMap Uint8Array TextEncoder TextDecoder Blob URLSearchParams URL FormData preventDefault
  ${[...tellsLittle].join(' ')}`
    .split(/\s+/)
    .join(' '),
)
/** Members that show, load, send or keep what is put into them. */
export const leakyMembers = words(
  'src href action formAction data srcdoc innerHTML outerHTML cookie location hash search cssText backgroundImage background content text ping poster srcset className title fontFamily pathname',
)
/** Properties of a style whose value may name an address; others only say how large, where or in which colour. */
export const fetchingStyle =
  /^$|background|image|content|cursor|filter|mask|clip|shape|list|border|css|src|font|offset|animation|^--/i
const allOfIt = /^(?:\.|\\S|\\d|\\w|\[\^?\]|\[0-9\]|\[\\s\\S\])$/

export const gathers = /^(?:push|unshift|set|append|add)$/

/** First digits or last four, which may be shown, and texts of which every sign was masked. */
export function masks(name: string, args: readonly Es[], source: string): boolean {
  const [first, second] = args.map((item) => source.slice(item.start, item.end))
  if (name === 'slice' && first === '-4' && second === undefined) return true
  if (/^(?:slice|substring|substr)$/.test(name)) return first === '0' && /^[1-8]$/.test(second ?? '')
  const pattern = (args[0]?.['regex'] as { pattern?: string; flags?: string } | undefined) ?? {}
  const constant = args[1]?.type === 'Literal' && !String(args[1]['value']).includes('$')
  // An address without what stands behind its path.
  if (name === 'split' && /^["'`]\?["'`]$/.test(first ?? '')) return true
  if (name === 'replace' && constant && /^\[?\??#?\]?\.\*\$?$|^\[\?#\]\.\*\$$/.test(pattern.pattern ?? '')) return true
  return name === 'replace' && constant && (pattern.flags ?? '').includes('g') && allOfIt.test(pattern.pattern ?? '')
}
