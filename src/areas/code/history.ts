import type { Evidence } from '../../core/evidence.ts'
import type { Finding } from '../../core/finding.ts'

/** When the oldest of the open findings was first seen in earlier evidence, in ms; undefined where none is open. */
export function firstSeen(earlier: readonly Evidence[], open: readonly Finding[], now: Date): number | undefined {
  if (open.length === 0) return undefined
  const wanted = new Set(open.map((finding) => finding.fingerprint))
  let oldest = now.getTime()
  for (const item of earlier) {
    const seenAt = Date.parse(item.observedAt)
    if (seenAt < oldest && item.findings.some((finding) => wanted.has(finding.fingerprint))) oldest = seenAt
  }
  return oldest
}
