import { z } from 'zod'
import { exploitedSchema } from '../advisories.ts'
import { type Feed, feedJson } from './feed.ts'

const catalog = z.object({
  dateReleased: z.string(),
  vulnerabilities: z.array(z.object({ cveID: z.string().regex(/^CVE-\d{4}-\d+$/), dateAdded: z.iso.date() })).min(1),
})

/** CISA's catalogue of holes that are known to be exploited (CC0). */
export const kev: Feed = {
  name: 'kev',
  file: 'exploited.json',
  url: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  source: 'CISA Known Exploited Vulnerabilities Catalog (CC0)',
  maxBytes: 30_000_000,
  shape: exploitedSchema,
  parse(body) {
    const { dateReleased, vulnerabilities } = feedJson('kev', body, catalog)
    const exploited = Object.fromEntries(vulnerabilities.map((item) => [item.cveID, item.dateAdded]).sort())
    return { asOf: dateReleased.slice(0, 10), facts: { exploited }, skipped: 0, read: vulnerabilities.length }
  },
}
