import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ngrams } from './ngrams.ts'

const require = createRequire(import.meta.url)

/** Words of everyday language and names beside English, which zxcvbn knows, in the packages of zxcvbn-ts (MIT). */
const sources: readonly (readonly [string, readonly string[]])[] = [
  ['language-pl', ['commonWords', 'femaleFirstnames', 'maleFirstnames', 'femaleLastnames']],
  ['language-de', ['commonWords', 'firstnames', 'lastnames']],
  ['language-fr', ['commonWords', 'firstnames']],
  ['language-es-es', ['commonWords', 'firstnames', 'lastnames']],
  ['language-it', ['commonWords', 'firstnames', 'lastnames']],
]
/** Of each list; rarer words are no easier to guess than letters. */
const mostWords = 8_000
/** Shorter words are found in everything. */
const shortest = 4

function list(name: string, file: string): string[] {
  const folder = dirname(require.resolve(`@zxcvbn-ts/${name}/package.json`))
  return JSON.parse(readFileSync(join(folder, 'src', `${file}.json`), 'utf8')) as string[]
}

/** Everything the meter knows by heart. About 40 MB; loaded when first used. */
export interface Lists {
  /** Rank of a frequent password, from 1. */
  passwords: ReadonlyMap<string, number>
  /** Rank of a word or name in its language, from 1; accents also without. */
  words: ReadonlyMap<string, number>
  ngrams: Ngrams
}

const plain = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('ß', 'ss')

function load(): Lists {
  const ranked = list('language-common', 'passwords')
  const passwords = new Map<string, number>()
  for (const [index, password] of ranked.entries()) if (!passwords.has(password)) passwords.set(password, index + 1)
  const words = new Map<string, number>()
  const take = (word: string, rank: number) => {
    const known = words.get(word)
    if (word.length >= shortest && (known === undefined || known > rank)) words.set(word, rank)
  }
  for (const [name, files] of sources)
    for (const file of files)
      for (const [index, word] of list(name, file).slice(0, mostWords).entries()) {
        const small = word.toLowerCase()
        take(small, index + 1)
        take(plain(small), index + 1)
      }
  return { passwords, words, ngrams: new Ngrams(ranked) }
}

let known: Lists | undefined

/** The lists, loaded once. */
export function lists(): Lists {
  known ??= load()
  return known
}
