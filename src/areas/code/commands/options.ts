import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandIo } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'

export type Options = Readonly<Record<string, string | boolean | undefined>>

export const wrong = (message: string, fix: string) => new ShopwardenError('SW_CODE_USAGE', message, { fix })

/** One of a few words, or the fallback where the option is not given. */
export function choice<T extends string>(
  options: Options,
  name: string,
  flag: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const value = options[name] ?? fallback
  const found = allowed.find((item) => item === value)
  if (found === undefined) throw wrong(`${flag} cannot be "${String(value)}"`, `Use one of ${allowed.join(', ')}.`)
  return found
}

/** Full path of a file option; undefined where it is not given. */
export function fileOption(options: Options, name: string, io: CommandIo): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? resolve(io.cwd, value) : undefined
}

export function give(text: string, options: Options, io: CommandIo): void {
  const file = fileOption(options, 'out', io)
  if (file === undefined) io.stdout.write(text)
  else writeFileSync(file, text)
}
