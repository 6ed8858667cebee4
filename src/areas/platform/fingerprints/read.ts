import { readKnowledge } from '../../../knowledge/read.ts'
import { fingerprintsSchema, type Marked, marksByPlatform } from './book.ts'

export interface MarkBook {
  marks: readonly Marked[]
  hashLength: number
  asOf: string
}

/** knowledge/platform-fingerprints.json. @throws SW_KNOWLEDGE_FILE */
export function readMarks(dir: string): MarkBook {
  const known = readKnowledge(dir, 'platform-fingerprints.json', fingerprintsSchema)
  return { marks: marksByPlatform(known), hashLength: known.hashLength, asOf: known.asOf }
}
