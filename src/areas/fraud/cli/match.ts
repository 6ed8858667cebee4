import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { readRows, type Row } from '../history/files.ts'
import { matchNames } from '../names/match.ts'
import { emit, formatOption, json, withFile } from './input.ts'

const say = { same: 'the same person, for all one can tell', different: 'different people' }
const verdictOf = (score: number) => (score >= 0.6 ? 'same' : score <= 0.35 ? 'different' : 'unsure')

async function pairsOf(path: string): Promise<[string, string][]> {
  const pairs: [string, string][] = []
  for await (const row of readRows(path)) {
    const values = Object.values(row as Row).map((value) => String(value ?? ''))
    if (values.length >= 2) pairs.push([values[0] ?? '', values[1] ?? ''])
  }
  return pairs
}

/** `fraud match NAME NAME`: recipient against cardholder. */
export const matchVerb: Verb = {
  summary: 'Compare a recipient with a cardholder; or --file with two columns of names',
  arguments: ['[names...]'],
  options: [
    { flags: '--file <file>', description: 'CSV or JSONL whose first two columns are the names, or -' },
    { flags: '--format <format>', description: 'text or json', default: 'text' },
    { flags: '--out <file>', description: 'write there instead of the terminal' },
  ],
  async run([names], options, io) {
    const format = formatOption(options, ['text', 'json'])
    const given = Array.isArray(names) ? names : []
    if (options['file'] === undefined && given.length !== 2)
      throw new ShopwardenError('SW_FRAUD_OPTION', 'Two names are needed', {
        fix: 'E.g. shopwarden fraud match "Юрий Петров" "PETROV YURI".',
      })
    const pairs =
      options['file'] === undefined
        ? [[given[0] ?? '', given[1] ?? ''] as [string, string]]
        : await withFile(options['file'], io, pairsOf)
    const results = pairs.map(([recipient, cardholder]) => {
      const match = matchNames(recipient, cardholder)
      return Object.assign({ recipient, cardholder, verdict: verdictOf(match.score) }, match)
    })
    if (format === 'json')
      emit(json(results.length === 1 && options['file'] === undefined ? results[0] : results), options, io)
    else
      emit(
        results
          .map((item) => {
            const words = item.verdict === 'unsure' ? 'cannot be told' : say[item.verdict as 'same' | 'different']
            return `${item.score.toFixed(2)}  ${item.recipient} / ${item.cardholder}: ${words} (${item.kind}). ${item.because}\n`
          })
          .join(''),
        options,
        io,
      )
    return 0
  },
}
