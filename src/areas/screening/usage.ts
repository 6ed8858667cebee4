import { appendFileSync, createReadStream, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { AnswerTimes } from './answer-times.ts'
import { type Look, lookSchema, type usageFact } from './schema.ts'

const usagePath = (stateDir: string) => join(stateDir, 'screening', 'usage.jsonl')

/** Adds one look to the record that the audit reads. */
export function recordLook(stateDir: string, look: Look): void {
  mkdirSync(join(stateDir, 'screening'), { recursive: true, mode: 0o700 })
  appendFileSync(usagePath(stateDir), `${JSON.stringify(look)}\n`, { mode: 0o600 })
}

const WEEK_MS = 7 * 86_400_000

/** Looks that were recorded, oldest first: all, or those of the newest bytes. Torn lines are left out. */
export async function* readLooks(stateDir: string, newestBytes = Number.POSITIVE_INFINITY): AsyncGenerator<Look> {
  const path = usagePath(stateDir)
  if (!existsSync(path)) return
  const start = Math.max(0, statSync(path).size - newestBytes)
  for await (const line of createInterface({ input: createReadStream(path, { start }) })) {
    let raw: unknown
    try {
      raw = JSON.parse(line)
    } catch {
      continue
    }
    const parsed = lookSchema.safeParse(raw)
    if (parsed.success) yield parsed.data
  }
}

/** What was recorded; undefined where nothing ever was. */
export async function readUsage(stateDir: string, now: Date): Promise<z.infer<typeof usageFact.value> | undefined> {
  if (!existsSync(usagePath(stateDir))) return undefined
  const services = new Set<string>()
  const times = new AnswerTimes()
  const weekAgo = new Date(now.getTime() - WEEK_MS).toISOString()
  const days = new Set<string>()
  const usage = { answered: 0, failed: 0, answeredLastWeek: 0, fromCheckoutLastWeek: 0, lastAt: '' }
  for await (const look of readLooks(stateDir)) {
    if (look.at > usage.lastAt) usage.lastAt = look.at
    if (!look.ok) {
      usage.failed++
      continue
    }
    services.add(look.service)
    usage.answered++
    if (look.at >= weekAgo) {
      usage.answeredLastWeek++
      if (look.by === 'checkout') usage.fromCheckoutLastWeek++
      days.add(look.at.slice(0, 10))
    }
    times.add(look.ms)
  }
  if (usage.lastAt === '') return undefined
  return {
    services: [...services].sort(),
    ...usage,
    daysLastWeek: Math.min(7, days.size),
    ...(times.summary() ?? { medianMs: 0, p99Ms: 0 }),
  }
}
