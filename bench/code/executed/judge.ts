/**
 * Whether an attack got through. Exploitable: for some attack the value is more than one literal of what was built (a query, command,
 * filter, expression or program), chooses a folder, scheme or host, or makes a page do something that it does for no harmless value.
 * What is left open (a quote without its end) or what PHP's or libxml's own parser refuses attacks nothing; where the parser refuses the
 * harmless and every attack alike, the program is `broken`: nothing can be said of it by running it, so the shape alone is told beside.
 */
import type { Features } from './page.ts'
import type { Ran, Run } from './run.ts'
import { header, ldap, path, type Structure, shell, sql, xpath } from './structure.ts'

export type Truth = 'exploitable' | 'safe' | 'broken' | 'does not run'

export interface Verdict {
  truth: Truth
  /** the value gets out of its place, whatever the interpreter says of the whole */
  shape: boolean
  /** the attack that got through, or why there is nothing to say */
  reason: string
}

interface Built {
  shape: string
  whole: boolean
  accepted: boolean
}

/** Kind of sink of each class and how what reaches it is read; the shape of code comes from PHP itself. */
const readers: Readonly<Record<string, [string, ((text: string) => Structure)?]>> = {
  '89': ['sql', sql],
  '78': ['shell', shell],
  '90': ['ldap', ldap],
  '91': ['xpath', xpath],
  '95': ['code'],
  '98': ['path', path],
  '601': ['header', header],
}

function built(cwe: string, run: Run): Built[] {
  const [wanted, read] = readers[cwe]!
  return run.sinks
    .filter(([kind]) => kind === wanted || kind === `${wanted}-cut`)
    .map(([kind, text, accepted]) => {
      const { shape, whole, refused } = read?.(text) ?? { shape: text, whole: kind === wanted }
      return { shape, whole, accepted: accepted && whole && !refused }
    })
}

/** Of classes whose sinks take a text. `given` are the values in the order of the runs, the harmless first. */
export function judgeSinks(cwe: string, ran: Ran, given: readonly string[], harmless: number): Verdict {
  if (ran.failed) return { truth: 'does not run', shape: false, reason: ran.failed }
  const all = ran.runs.map((run) => (run.error === null ? built(cwe, run) : []))
  const reached = all.some((sinks) => sinks.length > 0) && ran.runs.some((run) => run.error === null)
  if (!reached) return { truth: 'does not run', shape: false, reason: ran.runs[0]?.error ?? 'no sink reached' }
  // what harmless values build, sink by sink
  const usual = new Set(all.slice(0, harmless).flatMap((sinks) => sinks.map(({ shape }, i) => `${i} ${shape}`)))
  const attacks = all
    .slice(harmless)
    .map((sinks) => sinks.filter(({ shape, whole }, i) => whole && !usual.has(`${i} ${shape}`)))
  const through = attacks.findIndex((sinks) => sinks.some(({ accepted }) => accepted))
  const out = attacks.findIndex((sinks) => sinks.length > 0)
  const shape = out >= 0
  if (through >= 0) return { truth: 'exploitable', shape, reason: given[harmless + through]! }
  const last = all.flatMap((sinks) => sinks.slice(-1))
  if (last.every(({ accepted }) => !accepted)) return { truth: 'broken', shape, reason: 'refused whatever the value' }
  return { truth: 'safe', shape, reason: '' }
}

/** Of pages: `features` by their text. */
export function judgePage(
  ran: Ran,
  given: readonly string[],
  harmless: number,
  features: Map<string, Features>,
): Verdict & { styleOnly: boolean } {
  const verdict = { shape: false, reason: '', styleOnly: false }
  if (ran.failed) return { ...verdict, truth: 'does not run', reason: ran.failed }
  if (ran.runs.every((run) => run.error !== null))
    return { ...verdict, truth: 'does not run', reason: ran.runs[0]!.error! }
  const most: Features = new Map()
  for (const run of ran.runs.slice(0, harmless))
    for (const [name, count] of features.get(run.page) ?? []) most.set(name, Math.max(count, most.get(name) ?? 0))
  let style = ''
  for (const [i, run] of ran.runs.slice(harmless).entries()) {
    if (run.error !== null) continue
    const more = [...(features.get(run.page) ?? [])].filter(([name, count]) => count > (most.get(name) ?? 0))
    if (more.some(([name]) => !name.startsWith('css ')))
      return { truth: 'exploitable', shape: true, reason: given[harmless + i]!, styleOnly: false }
    if (more.length > 0) style ||= given[harmless + i]!
  }
  if (style) return { truth: 'exploitable', shape: true, reason: style, styleOnly: true }
  return { ...verdict, truth: 'safe' }
}
