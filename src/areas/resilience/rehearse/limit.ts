import type { ScenarioResult, Sample } from './record.ts'

/**
 * What ran out on the server, from its own view, with the figures that show it. Looks only at what was seen: where nothing
 * points anywhere it says nothing. Pure.
 */
export function limitHit(samples: readonly Sample[], cores: number): ScenarioResult['limit'] {
  const seen = samples.flatMap((sample) => (sample.server === undefined ? [] : [{ t: sample.t, ...sample.server }]))
  const full = seen.find((one) => one.descriptorLimit !== undefined && one.descriptors >= 0.97 * one.descriptorLimit)
  if (full)
    return {
      what: 'file descriptors',
      evidence: `one process held ${full.descriptors} of its ${full.descriptorLimit} file descriptors at ${full.t.toFixed(0)} s`,
    }
  for (const one of seen)
    for (const worker of one.workers) {
      if (worker.kind === 'php-fpm' && (worker.queued ?? 0) > 0)
        return {
          what: 'PHP-FPM workers',
          evidence: `${worker.busy} of ${worker.total ?? '?'} workers busy and ${worker.queued} requests queued at ${one.t.toFixed(0)} s`,
        }
      if (worker.total !== undefined && worker.busy >= worker.total)
        return {
          what: `${worker.kind} workers`,
          evidence: `${worker.busy} of ${worker.total} busy at ${one.t.toFixed(0)} s`,
        }
    }
  const waiting = seen.reduce<(typeof seen)[number] | undefined>(
    (best, one) => (best === undefined || one.waitingToBeAccepted > best.waitingToBeAccepted ? one : best),
    undefined,
  )
  if (waiting !== undefined && waiting.waitingToBeAccepted >= 20)
    return {
      what: 'connections the server may hold',
      evidence: `${waiting.waitingToBeAccepted} connections waited to be accepted at ${waiting.t.toFixed(0)} s, with ${waiting.established} established and ${waiting.descriptors} descriptors in use`,
    }
  const flat = plateau(samples)
  if (flat !== undefined) return flat
  for (let index = 4; index < seen.length; index++) {
    const [from, to] = [seen[index - 4]!, seen[index]!]
    const busy = (to.cpuMs - from.cpuMs) / ((to.t - from.t) * 1000)
    if (busy >= 0.8 * cores)
      return {
        what: 'processor',
        evidence: `the server used ${busy.toFixed(1)} of ${cores} cores at ${to.t.toFixed(0)} s`,
      }
  }
  return undefined
}

/**
 * Connections the server lets in: its busiest process stopped taking descriptors while the attack still wanted more. What
 * worker_connections and their like look like from the side.
 */
function plateau(samples: readonly Sample[]): ScenarioResult['limit'] {
  const ramp = samples.filter((sample) => sample.phase === 'ramp' && sample.server !== undefined)
  const most = Math.max(0, ...ramp.map((sample) => sample.server?.descriptors ?? 0))
  const last = ramp.slice(-3)
  const stands = last.length === 3 && last.every((sample) => (sample.server?.descriptors ?? 0) >= 0.995 * most)
  const wanted = last.every((sample) => sample.level > 1.05 * sample.open)
  // It must have grown with the attack: a database beside it may hold many descriptors all the time.
  const grew = (ramp[0]?.server?.descriptors ?? most) <= 0.5 * most
  if (!stands || !wanted || !grew || most < 100) return undefined
  return {
    what: 'connections the server lets in (worker_connections or the like)',
    evidence: `its busiest process stood at ${most} descriptors while ${last.at(-1)?.open} of ${last.at(-1)?.level} connections were open`,
  }
}
