import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CommandIo } from './area.ts'
import { ShopwardenError } from './errors.ts'
import { SEVERITIES, type Severity } from './severity.ts'

/** What a verb is given of its options. */
export type Options = Readonly<Record<string, string | boolean | undefined>>

const wrong = (message: string, fix: string) => new ShopwardenError('SW_CLI_OPTION', message, { fix })

/** Options of every verb that answers. */
export const answerOptions = [
  { flags: '--format <format>', description: 'text or json', default: 'text' },
  { flags: '--out <file>', description: 'write the answer to a file' },
] as const

/** Options of every verb that finds weaknesses. */
export const scanOptions = [
  { flags: '--format <format>', description: 'text, json or sarif', default: 'text' },
  { flags: '--out <file>', description: 'write the answer to a file' },
  {
    flags: '--fail-on <severity>',
    description: `exit with 1 from this severity on (${SEVERITIES.join(', ')})`,
    default: 'high',
  },
] as const

export const stateOption = {
  flags: '--state <dir>',
  description: 'folder of the records (default .shopwarden)',
} as const

/** One of the allowed words. @throws SW_CLI_OPTION naming them */
export function choice<T extends string>(options: Options, name: string, allowed: readonly T[], fallback: T): T {
  const value = options[name] ?? fallback
  if ((allowed as readonly unknown[]).includes(value)) return value as T
  throw wrong(`"${String(value)}" cannot be used here`, `Use one of ${allowed.join(', ')}.`)
}

export const failOn = (options: Options): Severity => choice(options, 'failOn', SEVERITIES, 'high')

/** Text of an option; undefined where it was not given or is empty. */
export function textOf(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A whole number from `least` on. @throws SW_CLI_OPTION */
export function wholeNumber(options: Options, name: string, fallback: number, least = 1): number {
  const value = options[name]
  if (value === undefined) return fallback
  const number = Number(value)
  if (Number.isInteger(number) && number >= least) return number
  throw wrong(`"${String(value)}" is no whole number from ${least} on`, `For example ${fallback}.`)
}

/** Folder of all records, where audits look: --state, else SHOPWARDEN_DIR, else .shopwarden in the current folder. */
export const stateDir = (options: Options, io: Pick<CommandIo, 'cwd' | 'env'>): string =>
  resolve(io.cwd, textOf(options, 'state') ?? io.env['SHOPWARDEN_DIR'] ?? '.shopwarden')

/** Folder of an area's records. */
export const areaState = (options: Options, io: CommandIo, area: string): string => join(stateDir(options, io), area)

/** Writes the answer to --out or to standard output. */
export function writeAnswer(text: string, options: Options, io: CommandIo): void {
  const whole = text.endsWith('\n') ? text : `${text}\n`
  if (typeof options['out'] === 'string') writeFileSync(resolve(io.cwd, options['out']), whole)
  else io.stdout.write(whole)
}
