import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScenarioName } from '../../src/areas/resilience/load/plan.ts'
import { look } from '../../src/areas/resilience/look/look.ts'
import { readNetworks } from '../../src/areas/resilience/look/networks.ts'
import { type Prediction, predict } from '../../src/areas/resilience/predict.ts'
import { openJournal } from '../../src/areas/resilience/rehearse/journal.ts'
import type { TestRecord } from '../../src/areas/resilience/rehearse/record.ts'
import { type RehearsalInput, rehearse } from '../../src/areas/resilience/rehearse/rehearse.ts'
import { resolveTarget } from '../../src/areas/resilience/target.ts'

const { signal } = new AbortController()

/** What the harmless probe predicts for a server of the bench, as `resilience probe --wait 20` does. */
export async function predictions(url: string): Promise<Prediction[]> {
  const seen = await look(await resolveTarget(new URL(url)), {
    networks: readNetworks('knowledge'),
    waitSeconds: 20,
    thorough: true,
    origins: [],
    signal,
    random: Math.random,
    say: () => undefined,
  })
  return predict(seen)
}

/** A rehearsal as `resilience test --lab` does one, on a server of the bench. */
export async function rehearsal(
  url: string,
  scenarios: readonly ScenarioName[],
  connections: number,
  more: Partial<RehearsalInput> = {},
): Promise<TestRecord> {
  const state = mkdtempSync(join(tmpdir(), 'resilience-bench-record-'))
  const journal = openJournal(state, 'bench', () => new Date())
  try {
    return await rehearse({
      target: await resolveTarget(new URL(url)),
      authorisation: 'bench',
      scenarios,
      limits: { connections, connectionsPerSecond: 200, requestsPerSecond: 20_000, bytes: 5e9, seconds: 60 },
      shopperAddress: '127.0.0.77',
      watch: [],
      statusPaths: [],
      dribbleSeconds: 10,
      reopen: false,
      maxSeconds: 600,
      now: () => new Date(),
      signal,
      journal,
      progress: () => undefined,
      say: () => undefined,
      ...more,
    })
  } finally {
    journal.close()
    rmSync(state, { recursive: true, force: true })
  }
}
