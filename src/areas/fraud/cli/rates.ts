import { resolve } from 'node:path'
import type { CommandIo, ExitStatus, Verb } from '../../../core/area.ts'
import type { History } from '../history/load.ts'
import { readRates, withRates } from '../history/rates.ts'
import { emit, formatOption, json, type Options, textOption, withFile } from './input.ts'

/** `--rates`: dated reference rates beside an export. */
export const ratesOption = {
  flags: '--rates <file>',
  description: 'reference rates by day, as the ECB publishes (CSV), so that sums join currencies',
} as const

/** The same history with the rates that were named. */
export async function historyWithRates(history: History, options: Options, io: CommandIo): Promise<History> {
  const path = textOption(options, 'rates')
  if (path === undefined) return history
  return { ...history, events: withRates(await readRates(resolve(io.cwd, path)), history.events) }
}

/** `fraud rates FILE`: a publisher's table as events for a running guard. */
export const ratesVerb: Verb = {
  summary:
    'Turn a table of reference rates (CSV, one day a row) into events to send to the guard, so that sums join currencies',
  arguments: ['<file>'],
  options: [
    { flags: '--base <currency>', description: 'currency whose unit the rates are for', default: 'EUR' },
    { flags: '--format <format>', description: 'jsonl (one event a line) or json', default: 'jsonl' },
    { flags: '--out <file>', description: 'write there instead of the terminal' },
  ],
  async run([file], options, io) {
    const format = formatOption(options, ['jsonl', 'json'])
    const base = (textOption(options, 'base') ?? 'EUR').toUpperCase()
    return withFile(file, io, async (path): Promise<ExitStatus> => {
      const events = await readRates(path, base)
      emit(format === 'json' ? json(events) : events.map((event) => `${JSON.stringify(event)}\n`).join(''), options, io)
      return 0
    })
  },
}
