import { join } from 'node:path'
import type { Probe } from '../../core/probe.ts'
import { readTextUpTo } from '../../net/files.ts'
import { sweepFact, sweepSchema } from './schema.ts'

const records: Probe = {
  id: 'leaks/records',
  version: '1',
  area: 'leaks',
  needs: ['records'],
  touch: 'passive',
  facts: [sweepFact],
  timeLimitSeconds: 10,
  async run(_shop, context) {
    const text = readTextUpTo(join(context.stateDir, 'leaks', 'sweeps.jsonl'))
    const sweeps = (text ?? '').split('\n').flatMap((line) => {
      if (line.trim() === '') return []
      const parsed = sweepSchema.safeParse(JSON.parse(line))
      return parsed.success ? [parsed.data] : []
    })
    const last = sweeps.at(-1)
    if (last)
      context.observe(sweepFact, last.source, { last, sweeps: sweeps.length }, { observedAt: new Date(last.at) })
    else
      context.couldNotLook(
        sweepFact,
        'leak monitor',
        "No comparison of customers' addresses with leaks is recorded here.",
        'If another service does it, answer with "shopwarden interview".',
      )
  },
}

export const probes: readonly Probe[] = [records]
