import type { RoomName } from './areas.ts'
import type { PasswordJudge } from './password-judge.ts'
import type { Probe } from './probe.ts'
import type { Question } from './question.ts'
import type { RemoteVerb } from './remote.ts'
import type { AreaRoutes } from './routes.ts'

/** An outside service that an area can use. */
export interface AreaService {
  name: string
  /** What it is good for, in one line. */
  about: string
  /** Names of its keys: on the command line variables of the environment, on a server set for each shop. */
  keys: readonly Uppercase<string>[]
}

/** One area as the rest of the house sees it; its command line stands apart, in `src/areas/commands.ts`. */
export interface Area {
  name: RoomName
  question: Question
  probes: readonly Probe[]
  /**
   * Verbs of its command that may also be run over HTTP, as jobs, by their names; without an entry the network cannot reach a verb.
   * Apart from the command, so that a server that offers them does not load the engines behind them.
   */
  remotes?: () => Promise<Readonly<Record<string, RemoteVerb>>>
  /** The area's door on HTTP: called once by each server that starts. */
  routes?: () => Promise<AreaRoutes>
  /** Outside services whose keys the area's commands and hooks use. */
  services?: readonly AreaService[]
  /** The policy for the passwords of Shopwarden's own users, from the area that knows about passwords. */
  passwordJudge?: () => Promise<PasswordJudge>
}

/** Where a command writes and reads: handed in, so that tests see what a user sees. */
export interface CommandIo {
  stdin: NodeJS.ReadableStream
  stdout: NodeJS.WritableStream
  stderr: NodeJS.WritableStream
  cwd: string
  env: NodeJS.ProcessEnv
  /** Folder of the dated facts that ship with the product. */
  knowledgeDir: string
  /** Path of a Chromium, where there is one. */
  chromium: string | undefined
  now(): Date
  signal: AbortSignal
}

/** Exit statuses of every command: 0 clean, 1 findings at or over --fail-on, 2 wrong use, 3 could not look everywhere. */
export type ExitStatus = 0 | 1 | 2 | 3

/** `shopwarden <area> <verb> …`: verbs by name. */
export interface AreaCommand {
  summary: string
  verbs: Readonly<Record<string, Verb>>
}

export interface VerbOption {
  /** Commander's flags, e.g. `--format <format>`. */
  flags: string
  description: string
  default?: string
}

export interface Verb {
  summary: string
  /** Commander's argument syntax, e.g. `<dir>` or `[files...]`. */
  arguments?: readonly string[]
  options?: readonly VerbOption[]
  run(
    args: readonly (string | string[] | undefined)[],
    options: Readonly<Record<string, string | boolean | undefined>>,
    io: CommandIo,
  ): Promise<ExitStatus>
}
