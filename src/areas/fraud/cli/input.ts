import { mkdtempSync, rmSync, writeFileSync, createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { CommandIo, ExitStatus } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import type { Finding } from '../../../core/finding.ts'
import { atLeast, SEVERITIES, type Severity } from '../../../core/severity.ts'

export type Options = Readonly<Record<string, string | boolean | undefined>>

export function textOption(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** A number given on the command line. @throws SW_FRAUD_OPTION. */
export function numberOption(options: Options, name: string, fallback: number): number {
  const text = textOption(options, name)
  if (text === undefined) return fallback
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0)
    throw new ShopwardenError('SW_FRAUD_OPTION', `--${name} needs a number, not "${text}"`, {
      fix: `E.g. --${name} ${fallback}.`,
    })
  return value
}

export function formatOption(options: Options, known: readonly string[]): string {
  const format = textOption(options, 'format') ?? 'text'
  if (!known.includes(format))
    throw new ShopwardenError('SW_FRAUD_OPTION', `--format ${format} is not known`, {
      fix: `Known: ${known.join(', ')}.`,
    })
  return format
}

/** Path of a file argument; `-` is standard input, kept in a temporary file for as long as `use` runs. */
export async function withFile<T>(name: unknown, io: CommandIo, use: (path: string) => Promise<T>): Promise<T> {
  if (typeof name !== 'string' || name === '')
    throw new ShopwardenError('SW_FRAUD_OPTION', 'No file was given', {
      fix: 'Give the path of a CSV or JSONL file, or - for standard input.',
    })
  if (name !== '-') return use(resolve(io.cwd, name))
  const folder = mkdtempSync(join(tmpdir(), 'shopwarden-'))
  try {
    const path = join(folder, 'input')
    await pipeline(io.stdin, createWriteStream(path, { mode: 0o600 }))
    return await use(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function emit(text: string, options: Options, io: CommandIo): void {
  const out = textOption(options, 'out')
  if (out === undefined) io.stdout.write(text)
  else writeFileSync(resolve(io.cwd, out), text)
}

/** 1 where a finding is at least as bad as --fail-on, else 0. */
export function statusOf(findings: readonly Pick<Finding, 'severity'>[], options: Options): ExitStatus {
  const text = textOption(options, 'failOn') ?? 'high'
  if (text === 'never') return 0
  if (!(SEVERITIES as readonly string[]).includes(text))
    throw new ShopwardenError('SW_FRAUD_OPTION', `--fail-on ${text} is not known`, {
      fix: `Known: ${SEVERITIES.join(', ')}, never.`,
    })
  return findings.some((finding) => atLeast(finding.severity, text as Severity)) ? 1 : 0
}

export const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
