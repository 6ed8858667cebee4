import type { CommandIo, ExitStatus } from '../core/area.ts'

/** What a command is given and where it leaves its exit status. */
export interface Cli {
  io: CommandIo
  finish(status: ExitStatus): void
}
