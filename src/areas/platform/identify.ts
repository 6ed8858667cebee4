import { detectors } from './detectors.ts'
import type { Identified, ReadFile } from './identified.ts'

/** Says which platform a tree holds, from the first detector that is sure. Pure but for `read`. */
export function identifySource(read: ReadFile): Identified | undefined {
  for (const detector of detectors) {
    const found = detector(read)
    if (found) return found
  }
  return undefined
}
