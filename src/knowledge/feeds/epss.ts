import { gunzipSync } from 'node:zlib'
import { epssSchema } from '../advisories.ts'
import { badFeed, type Feed } from './feed.ts'

/** Scores below this say "hardly"; leaving them out keeps the file small. */
const least = 0.01

/** FIRST's Exploit Prediction Scoring System: the day's CSV, packed with gzip. */
export const epss: Feed = {
  name: 'epss',
  file: 'epss.json',
  url: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
  source: 'FIRST EPSS (scores of 0.01 and more)',
  maxBytes: 30_000_000,
  shape: epssSchema,
  parse(body) {
    let text: string
    try {
      text = gunzipSync(body, { maxOutputLength: 200_000_000 }).toString('utf8')
    } catch (cause) {
      throw badFeed('epss', 'it is not packed with gzip, or too large', cause)
    }
    const scores: Record<string, number> = {}
    let read = 0
    let skipped = 0
    for (const line of text.split('\n')) {
      if (line === '' || line.startsWith('#') || line.startsWith('cve,')) continue
      const match = /^(CVE-\d{4}-\d{4,}),([01](?:\.\d+)?),[01](?:\.\d+)?\r?$/.exec(line)
      if (!match || Number(match[2]) > 1) {
        skipped++
        continue
      }
      read++
      if (Number(match[2]) >= least) scores[match[1]!] = Number(match[2])
    }
    if (read === 0) throw badFeed('epss', 'it holds no score')
    return { asOf: /score_date:(\d{4}-\d\d-\d\d)/.exec(text.slice(0, 500))?.[1], facts: { scores }, skipped, read }
  },
}
