import { z } from 'zod'
import { advisoriesSchema } from '../../core/advisories/advisory.ts'
import { type Feed, feedJson } from './feed.ts'

const composerJson = z.object({ conflict: z.record(z.string(), z.string()) })

/**
 * Roave/SecurityAdvisories: one constraint for each package with published holes, without their names. It covers platforms
 * that the other sources do not (OpenMage, Bagisto, Shopware 6, OpenCart).
 */
export const roave: Feed = {
  name: 'roave',
  file: 'advisories-roave.json',
  url: 'https://raw.githubusercontent.com/Roave/SecurityAdvisories/latest/composer.json',
  source: 'Roave/SecurityAdvisories (MIT)',
  maxBytes: 5_000_000,
  shape: advisoriesSchema,
  parse(body) {
    const { conflict } = feedJson('roave', body, composerJson)
    const advisories = Object.entries(conflict).map(([name, range]) => ({
      id: `ROAVE-${name.toLowerCase()}`,
      package: `composer:${name.toLowerCase()}`,
      affected: range
        .split('|')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    }))
    return {
      asOf: undefined,
      facts: { semantics: 'composer', unnamed: true, advisories },
      skipped: 0,
      read: advisories.length,
    }
  },
}
