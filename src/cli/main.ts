import { Command, CommanderError } from 'commander'
import type { ExitStatus } from '../core/area.ts'
import { AREAS, type AreaName } from '../core/areas.ts'
import { describeError, ShopwardenError } from '../core/errors.ts'
import { VERSION } from '../core/version.ts'
import type { Cli } from './cli.ts'
import { findChromium, knowledgeDir } from './places.ts'
import { asSystemError } from './system-errors.ts'

type AddCommand = (program: Command, cli: Cli) => void

/** Commands beside the areas', each loaded only when it is the one that is wanted. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  audit: () => import('./audit.ts').then((module) => module.addAuditCommand),
  init: () => import('./init.ts').then((module) => module.addInitCommand),
  interview: () => import('./interview.ts').then((module) => module.addInterviewCommand),
  knowledge: () => import('./knowledge.ts').then((module) => module.addKnowledgeCommand),
  ledger: () => import('./ledger.ts').then((module) => module.addLedgerCommand),
  report: () => import('./report.ts').then((module) => module.addReportCommand),
  backup: () => import('./backup.ts').then((module) => module.addBackupCommand),
  invite: () => import('./invite.ts').then((module) => module.addInviteCommand),
  serve: () => import('./serve.ts').then((module) => module.addServeCommand),
  schema: () => import('./schema.ts').then((module) => module.addSchemaCommand),
}

/** The program with what `wanted` needs: one command, or all of them where help is asked for or the word is unknown. */
async function build(cli: Cli, wanted: string | undefined): Promise<Command> {
  const program = new Command('shopwarden')
    .description('Security auditor and guard for online shops: thirteen questions, answered from evidence.')
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: (text) => cli.io.stdout.write(text), writeErr: (text) => cli.io.stderr.write(text) })
    .addHelpText(
      'after',
      '\nExit status: 0 clean, 1 findings at or over --fail-on, 2 wrong use or configuration, 3 could not look everywhere.',
    )
  if (wanted === '--version' || wanted === '-V') return program
  const isArea = (AREAS as readonly string[]).includes(wanted ?? '')
  const own = commands[wanted ?? '']
  const adders = own ? [own] : isArea ? [] : Object.values(commands)
  for (const add of adders) (await add())(program, cli)
  const areas = isArea ? [wanted as AreaName] : own ? [] : AREAS
  if (areas.length > 0) {
    const { addAreaCommand } = await import('./area.ts')
    for (const name of areas) await addAreaCommand(program, cli, name)
  }
  return program
}

async function main(): Promise<ExitStatus> {
  const stop = new AbortController()
  const { stdin, stdout, stderr, env } = process
  // A reader that went away (`| head`) is no fault of ours.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2))
  let interrupts = 0
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (++interrupts > 1) process.exit(130)
      stderr.write('\nStopping; what was seen so far is kept. Press Ctrl-C again to leave at once.\n')
      stop.abort(new ShopwardenError('SW_CLI_INTERRUPTED', 'Interrupted'))
    })
  }
  let status: ExitStatus = 0
  const cli: Cli = {
    io: {
      stdin,
      stdout,
      stderr,
      cwd: process.cwd(),
      env,
      knowledgeDir,
      chromium: findChromium(env),
      now: () => new Date(),
      signal: stop.signal,
    },
    finish: (result) => {
      status = result
    },
  }
  const wanted = process.argv[2]
  try {
    const program = await build(cli, wanted)
    if (wanted === undefined) {
      program.outputHelp()
      return 2
    }
    await program.parseAsync()
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const known = error instanceof ShopwardenError ? error : asSystemError(error)
    if (known) stderr.write(`${describeError(known)}\n`)
    else
      stderr.write(
        `SW_CLI_FAULT: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nThis is a fault of Shopwarden: please report it.\n`,
      )
    return 2
  }
}

process.exitCode = await main()
