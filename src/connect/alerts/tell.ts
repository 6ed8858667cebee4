import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { describeError } from '../../core/errors.ts'
import { writeAtomically } from '../../store/files.ts'
import type { Alert, Channel } from './alert.ts'

const dayMs = 86_400_000
/** How long it is remembered that an alert was told: longer than any alert that comes back by itself. */
const memoryMs = 400 * dayMs

/** By channel and alert: when it was told. */
const toldSchema = z.record(z.string(), z.iso.datetime())

function readTold(file: string): Record<string, string> {
  try {
    return existsSync(file) ? toldSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  } catch {
    // Told twice is better than never.
    return {}
  }
}

export interface Telling {
  now(): Date
  /** Milliseconds after which an alert that still holds is told again; missing: never. */
  againMs?: number
  onTrouble(message: string): void
}

/**
 * Tells every alert to every channel, once: what was told lies in `file`, so neither a restart nor a second run repeats it, and
 * whoever could not be reached is told by the next run. @returns how many were told, and how many could not be
 */
export async function tell(
  file: string,
  alerts: readonly Alert[],
  channels: readonly Channel[],
  { now, againMs = Number.POSITIVE_INFINITY, onTrouble }: Telling,
): Promise<{ told: number; failed: number }> {
  const told = readTold(file)
  const count = { told: 0, failed: 0 }
  for (const channel of channels)
    for (const alert of alerts) {
      const key = `${channel.name} ${alert.id}`
      const before = told[key]
      const at = now()
      if (before !== undefined && at.getTime() - Date.parse(before) < againMs) continue
      try {
        await channel.send(alert)
        told[key] = at.toISOString()
        for (const [old, when] of Object.entries(told)) if (at.getTime() - Date.parse(when) > memoryMs) delete told[old]
        writeAtomically(file, JSON.stringify(told))
        count.told++
      } catch (error) {
        onTrouble(`${channel.name}: ${describeError(error)}`)
        count.failed++
      }
    }
  return count
}
