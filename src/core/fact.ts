import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { RoomName } from './areas.ts'
import type { Artefact, Evidence } from './evidence.ts'
import type { Finding } from './finding.ts'
import { canonicalJson, type JsonValue } from './json.ts'

/** A kind of evidence: its name, the shape of its value and how long an observation of it counts. */
export interface Fact<T = unknown> {
  readonly id: string
  readonly area: RoomName
  readonly value: z.ZodType<T>
  /** Days an observation stays valid. */
  readonly validDays: number
}

export function defineFact<T>(area: RoomName, name: string, value: z.ZodType<T>, validDays: number): Fact<T> {
  return { id: `${area}.${name}`, area, value, validDays }
}

const dayMs = 86_400_000

interface Observing {
  fact: Fact
  subject: string
  probe: { id: string; version: string }
  observedAt: Date
  run?: string
}

function assemble({ fact, subject, probe, observedAt, run }: Observing, value: JsonValue): Evidence {
  const at = observedAt.toISOString()
  const id = createHash('sha256')
    .update(canonicalJson([fact.id, subject, probe, at, value]))
    .digest('hex')
    .slice(0, 24)
  return {
    id: `ev_${id}`,
    area: fact.area,
    fact: fact.id,
    subject,
    value,
    probe: { id: probe.id, version: probe.version },
    ...(run !== undefined && { run }),
    observedAt: at,
    validUntil: new Date(observedAt.getTime() + fact.validDays * dayMs).toISOString(),
    artefacts: [],
    findings: [],
  }
}

/** Evidence that something was seen. The value is parsed by the fact's schema: a probe cannot file a wrong shape. */
export function observed<T>(
  observing: Omit<Observing, 'fact'> & { fact: Fact<T> },
  value: T,
  extra: { findings?: Finding[]; artefacts?: Artefact[] } = {},
): Evidence {
  const evidence = assemble(observing as Observing, observing.fact.value.parse(value) as JsonValue)
  return { ...evidence, findings: extra.findings ?? [], artefacts: extra.artefacts ?? [] }
}

/** Evidence that a probe could not look: the answer stays unknown, with this reason. */
export function notObserved(observing: Observing, reason: string, fix: string): Evidence {
  return { ...assemble(observing, null), couldNotLook: { reason, fix } }
}
