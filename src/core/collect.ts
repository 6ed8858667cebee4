import type { CommandIo } from './area.ts'
import { ShopwardenError } from './errors.ts'
import type { Evidence } from './evidence.ts'
import { notObserved, observed } from './fact.ts'
import type { HttpClient } from './http.ts'
import type { Probe } from './probe.ts'
import type { Shop } from './shop.ts'

/**
 * Runs one probe by itself, for a command: no browser, nothing kept, no past and no network unless they are given. Returns its evidence.
 */
export async function collect(
  probe: Probe,
  shop: Shop,
  io: CommandIo,
  http?: HttpClient,
  past: readonly Evidence[] = [],
): Promise<Evidence[]> {
  const evidence: Evidence[] = []
  const offline = () =>
    Promise.reject(new ShopwardenError('SW_NET_OFFLINE', `${probe.id} may not use the network here`))
  await probe.run(shop, {
    now: io.now,
    signal: io.signal,
    http: http ?? { request: offline },
    progress: () => undefined,
    knowledgeDir: io.knowledgeDir,
    stateDir: io.cwd,
    databaseUrl: undefined,
    chromium: undefined,
    keep: async (bytes, mediaType) => ({ sha256: '0'.repeat(64), bytes: bytes.byteLength, mediaType }),
    history: (fact) => past.filter((item) => item.fact === fact.id),
    observe: (fact, subject, value, extra) =>
      evidence.push(observed({ fact, subject, probe, observedAt: extra?.observedAt ?? io.now() }, value, extra)),
    couldNotLook: (fact, subject, reason, fix) =>
      evidence.push(notObserved({ fact, subject, probe, observedAt: io.now() }, reason, fix)),
  })
  return evidence
}
