import type { Logger } from 'pino'
import type { Workspace } from '../audit/workspace.ts'
import type { Area } from '../core/area.ts'
import type { PasswordJudge } from '../core/password-judge.ts'
import type { ServerConfig } from './config.ts'
import type { Bus } from './http/bus.ts'
import type { JobQueue } from './jobs/job-queue.ts'
import type { Sealer } from './secrets.ts'

/** What every part of the server shares. */
export interface House {
  config: ServerConfig
  workspace: Workspace
  areas: readonly Area[]
  /** Root of the installation: the web page's bundle and the sample shop lie below it. */
  installation: string
  /** PostgreSQL, where it is used: jobs in their own processes connect to it as well. */
  databaseUrl: string | undefined
  knowledgeDir: string
  chromium: string | undefined
  sealer: Sealer
  judge: PasswordJudge
  bus: Bus
  jobs: JobQueue
  log: Logger
  now(): Date
  /** Shown in the terminal; the first visit must know it where the server listens beyond this machine. */
  setupCode: string | undefined
  /** Address that people see; from configuration, else where the server listens. */
  publicUrl(): URL
}
