import type { Advisory } from '../../core/advisories/advisory.ts'
import { archiveFeed } from './archive-feed.ts'

/**
 * `>= 4.5.18 & <= 4.6.12 (4.6.13 fixed it)` → `>=4.5.18,<=4.6.12`. Several ranges follow each other; a lower bound after an upper
 * one starts the next. Undefined where the words hold no range that can be read.
 */
export function readPrestaRange(words: string): string[] | undefined {
  const text = words.replace(/\([^)]*\)?/g, ' ').replace(/\*+|`/g, ' ')
  if (/^\s*all\b/i.test(text)) return ['*']
  const ranges: string[][] = []
  for (const [, operator, version] of text.matchAll(/(<=|>=|<|>|=)\s*v?(\d+(?:\.[0-9]+)*)/g)) {
    const last = ranges.at(-1)
    const lower = operator!.startsWith('>')
    if (last === undefined || lower || last.some((part) => part.startsWith('<') || part.startsWith('=')))
      ranges.push([`${operator}${version}`])
    else last.push(`${operator}${version}`)
  }
  // A lower bound alone, followed by bare numbers, is a list of versions that its author wrote loosely: not ours to guess.
  const bare = text.replace(/(<=|>=|<|>|=)\s*v?\d+(?:\.[0-9x]+)*/g, ' ').match(/\d+\.\d/)
  return ranges.length === 0 || (bare && ranges.some((range) => range.every((part) => part.startsWith('>'))))
    ? undefined
    : ranges.map((range) => range.join(','))
}

const field = (text: string, name: RegExp) =>
  new RegExp(`^\\* \\*\\*${name.source}\\*\\*\\s*:\\s*(.+)$`, 'im').exec(text)?.[1]?.trim()

function advisoryOf(name: string, text: string): Advisory[] | undefined {
  const file = name.split('/').at(-1)!.replace(/\.md$/, '')
  const product = field(text, /Product/)?.match(/^[A-Za-z0-9_-]+/)?.[0]
  const affected = readPrestaRange(field(text, /Impacted release/) ?? '')
  if (product === undefined || affected === undefined) return undefined
  const core = /core/i.test(/^categories:(.*)$/m.exec(text)?.[1] ?? '') || product.toLowerCase() === 'prestashop'
  const cvss = Number(/^severity:[^\n]*?\((\d+(?:\.\d)?)\)/m.exec(text)?.[1])
  const published = /^(\d{4}-\d\d-\d\d)/.exec(file)?.[1]
  return [
    {
      id: /CVE-\d{4}-\d{4,}/.exec(field(text, /CVE ID/) ?? '')?.[0] ?? `FOP-${file}`,
      package: core ? 'composer:prestashop/prestashop' : `prestashop-module:${product.toLowerCase()}`,
      affected,
      ...(Number.isFinite(cvss) && cvss <= 10 && { cvss }),
      ...(published && { published }),
    },
  ]
}

/** Holes in PrestaShop and its modules: name, range, score and day of each post; its words stay where they are. */
export const friendsOfPresta = archiveFeed({
  name: 'friends-of-presta',
  file: 'advisories-friends-of-presta.json',
  url: 'https://codeload.github.com/friends-of-presta/security-advisories/zip/refs/heads/main',
  source: 'friends-of-presta/security-advisories (facts: module, range, score, day)',
  maxBytes: 50_000_000,
  semantics: 'order',
  wanted: (name) => /\/_posts\/[^/]+\.md$/.test(name),
  advisoriesOf: advisoryOf,
})
