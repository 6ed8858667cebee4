import { join } from 'node:path'
import type { CommandIo } from '../../../core/area.ts'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import type { Evidence } from '../../../core/evidence.ts'
import { notObserved, observed } from '../../../core/fact.ts'
import type { HttpClient } from '../../../core/http.ts'
import type { Probe } from '../../../core/probe.ts'
import type { Shop } from '../../../core/shop.ts'

/**
 * Runs probes of this area one after another for a command and returns their evidence; a probe that fails leaves its facts unknown,
 * with the reason. Raw artefacts are not kept: the audit keeps them.
 */
export async function lookWith(
  probes: readonly Probe[],
  shop: Shop,
  io: CommandIo,
  places: { stateDir: string; http: HttpClient },
): Promise<Evidence[]> {
  const evidence: Evidence[] = []
  for (const probe of probes) {
    io.stderr.write(`  ${probe.id}\n`)
    try {
      await probe.run(shop, {
        now: io.now,
        signal: io.signal,
        http: places.http,
        progress: () => undefined,
        knowledgeDir: io.knowledgeDir,
        stateDir: places.stateDir,
        databaseUrl: undefined,
        chromium: io.chromium,
        keep: async (bytes, mediaType) => ({ sha256: '0'.repeat(64), bytes: bytes.byteLength, mediaType }),
        history: () => [],
        observe: (fact, subject, value, extra) =>
          evidence.push(
            observed(
              { fact, subject, probe, observedAt: extra?.observedAt ?? io.now() },
              value,
              extra?.findings ? { findings: extra.findings } : {},
            ),
          ),
        couldNotLook: (fact, subject, reason, fix) =>
          evidence.push(notObserved({ fact, subject, probe, observedAt: io.now() }, reason, fix)),
      })
    } catch (error) {
      io.signal.throwIfAborted()
      const fix = error instanceof ShopwardenError ? (error.fix ?? '') : ''
      for (const fact of probe.facts)
        evidence.push(notObserved({ fact, subject: probe.id, probe, observedAt: io.now() }, describeError(error), fix))
    }
  }
  return evidence
}

/** Where the evidence of a view is kept, so that its ids can be looked up. */
export const evidenceFile = (stateDir: string, at: string) =>
  join(stateDir, 'payment', `saq-evidence-${at.slice(0, 19).replace(/[:T]/g, '-')}.json`)
