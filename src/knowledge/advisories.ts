import { z } from 'zod'
import { type Advisory, advisoriesSchema, type Semantics } from '../core/advisories/advisory.ts'
import { readKnowledge, readOptionalKnowledge } from './read.ts'

/** Files of advisories that ship, then those that exist only after `shopwarden knowledge update`. */
const shipped = [
  'advisories-friendsofphp.json',
  'advisories-friends-of-presta.json',
  'advisories-roave.json',
  'advisories-frontend.json',
  'advisories-magento1.json',
]
const fetched = ['advisories-osv-packagist.json', 'advisories-osv-npm.json', 'advisories-wordfence.json']

export const exploitedSchema = z.object({ exploited: z.record(z.string().regex(/^CVE-/), z.iso.date()) })
export const epssSchema = z.object({ scores: z.record(z.string().regex(/^CVE-/), z.number().min(0).max(1)) })

export interface KnownAdvisory {
  advisory: Advisory
  semantics: Semantics
  unnamed: boolean
  /** First source of its file. */
  source: string
}

/** All advisories by package, with what else weighs them. */
export interface AdvisoryBook {
  of(packageName: string): readonly KnownAdvisory[]
  exploited: Readonly<Record<string, string>>
  epss: Readonly<Record<string, number>>
  /** Which facts were used, and of which day each is. */
  ages: { file: string; asOf: string; advisories: number }[]
  /** Kinds of package (`composer`, `npm`) for which any advisory is known. */
  kinds: ReadonlySet<string>
}

/** Reads every file of advisories. @throws SW_KNOWLEDGE_FILE where one that ships is damaged */
export function readAdvisories(dir: string): AdvisoryBook {
  const byPackage = new Map<string, KnownAdvisory[]>()
  const ages: AdvisoryBook['ages'] = []
  const files = [
    ...shipped.map((file) => [file, readKnowledge(dir, file, advisoriesSchema)] as const),
    ...fetched.map((file) => [file, readOptionalKnowledge(dir, file, advisoriesSchema)] as const),
  ]
  for (const [file, known] of files) {
    if (known === undefined) continue
    if (!known.closed) ages.push({ file, asOf: known.asOf, advisories: known.advisories.length })
    for (const advisory of known.advisories) {
      const entry = {
        advisory,
        semantics: known.semantics,
        unnamed: known.unnamed ?? false,
        source: known.sources[0]!,
      }
      const list = byPackage.get(advisory.package)
      if (list) list.push(entry)
      else byPackage.set(advisory.package, [entry])
    }
  }
  const kev = readKnowledge(dir, 'exploited.json', exploitedSchema)
  ages.push({ file: 'exploited.json', asOf: kev.asOf, advisories: Object.keys(kev.exploited).length })
  const epss = readOptionalKnowledge(dir, 'epss.json', epssSchema)
  return {
    of: (name) => byPackage.get(name) ?? [],
    exploited: kev.exploited,
    epss: epss?.scores ?? {},
    ages,
    kinds: new Set([...byPackage.keys()].map((name) => name.slice(0, name.indexOf(':')))),
  }
}
