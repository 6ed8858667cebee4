import type { RoomName } from './areas.ts'
import type { Artefact, Evidence } from './evidence.ts'
import type { Fact } from './fact.ts'
import type { Finding } from './finding.ts'
import type { HttpClient } from './http.ts'
import type { Shop } from './shop.ts'

/** What a probe must be given to be able to look. */
export type Need = 'url' | 'source' | 'host' | 'server' | 'feed' | 'database' | 'documents' | 'records'

/** How hard a probe touches: reading only; harmless requests beyond a visitor's; anything that may change state. */
export type Touch = 'passive' | 'active' | 'intrusive'

/** Everything a probe may use of the outside world. Handed in, so that tests hand in their own. */
export interface ProbeContext {
  now(): Date
  signal: AbortSignal
  http: HttpClient
  progress(message: string): void
  /** Folder of the dated facts that ship with the product. */
  knowledgeDir: string
  /** Folder where guards and scans keep their records (`<dir>/<area>/…`); records name the path or address they are about. */
  stateDir: string
  /** Address of the database that guards keep their records in; undefined: files below `stateDir`. */
  databaseUrl: string | undefined
  /** Path of a Chromium, where there is one. */
  chromium: string | undefined
  /** Keeps a raw artefact under its hash. */
  keep(bytes: Uint8Array, mediaType: string): Promise<Artefact>
  /** Earlier evidence of this shop, newest last: for probes that compare with the past. */
  history(fact: Fact): Evidence[]
  /** Files an observation. */
  observe<T>(
    fact: Fact<T>,
    subject: string,
    value: T,
    extra?: { findings?: Finding[]; artefacts?: Artefact[]; observedAt?: Date },
  ): void
  /** Says that it could not look, with the reason and what the owner can do about it. */
  couldNotLook(fact: Fact, subject: string, reason: string, fix: string): void
}

/** Looks at one side of a shop. Returns nothing: it files evidence through the context as it goes. */
export interface Probe {
  /** `<area>/<name>` */
  id: string
  version: string
  area: RoomName
  needs: readonly Need[]
  touch: Touch
  /** The facts it can establish: where it fails, these are what stays unknown. */
  facts: readonly Fact[]
  /** Most seconds one run may take before it is cut off as "could not look". */
  timeLimitSeconds: number
  run(shop: Shop, context: ProbeContext): Promise<void>
}
