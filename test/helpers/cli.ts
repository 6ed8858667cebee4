import { PassThrough } from 'node:stream'
import { Command } from 'commander'
import type { Cli } from '../../src/cli/cli.ts'
import { addLedgerCommand } from '../../src/cli/ledger.ts'
import type { AreaCommand, CommandIo, ExitStatus } from '../../src/core/area.ts'

export interface Ran {
  status: ExitStatus
  text: string
}

interface Where {
  cwd: string
  now: Date
  env?: NodeJS.ProcessEnv
  knowledgeDir?: string
}

/** What a command is given, and what it has written so far. */
function ioIn(where: Where): { io: CommandIo; text(): string } {
  const stdout = new PassThrough()
  let text = ''
  stdout.on('data', (piece: Buffer) => {
    text += piece.toString()
  })
  const io: CommandIo = {
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough().resume(),
    cwd: where.cwd,
    env: where.env ?? {},
    knowledgeDir: where.knowledgeDir ?? '',
    chromium: undefined,
    now: () => where.now,
    signal: new AbortController().signal,
  }
  return { io, text: () => text }
}

/** Runs a verb in this process, with a folder and a clock of its own. */
export async function runVerb(
  command: AreaCommand,
  verb: string,
  args: (string | string[])[],
  options: Record<string, string | boolean>,
  where: Where,
): Promise<Ran> {
  const { io, text } = ioIn(where)
  const found = command.verbs[verb]
  if (found === undefined) throw new Error(`there is no verb ${verb}`)
  const status = await found.run(args, options, io)
  await new Promise((resolve) => setImmediate(resolve))
  return { status, text: text() }
}

/** What `shopwarden ledger verify` says in a folder, in this process. */
export async function verifyLedger(cwd: string): Promise<string> {
  const { io, text } = ioIn({ cwd, now: new Date() })
  const program = new Command()
  const cli: Cli = { io, finish: () => undefined }
  addLedgerCommand(program, cli)
  await program.parseAsync(['ledger', 'verify'], { from: 'user' })
  await new Promise((resolve) => setImmediate(resolve))
  return text()
}
