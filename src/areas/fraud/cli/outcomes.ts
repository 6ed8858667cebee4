import { toCsv } from '../../../connect/spreadsheet/write.ts'
import type { Verb } from '../../../core/area.ts'
import { stateDir, stateOption } from '../../../core/options.ts'
import { orderFates } from '../history/fates.ts'
import { periodOf } from '../history/stored.ts'
import { guardDir } from '../log/read.ts'
import { emit, formatOption, json, numberOption, textOption } from './input.ts'

/** `fraud outcomes`: what became of the orders that the guard decided on; what "screening compare" reads. */
export const outcomesVerb: Verb = {
  summary:
    'Orders whose end is known (chargeback, fraud, abuse, legitimate) with their score: for "screening compare -"',
  options: [
    stateOption,
    { flags: '--from <time>', description: 'only orders from then on, e.g. 2026-08-01' },
    { flags: '--to <time>', description: 'only orders before' },
    {
      flags: '--mature <days>',
      description: 'days after which an order without a complaint counts as honest',
      default: '45',
    },
    { flags: '--format <format>', description: 'csv or json', default: 'csv' },
    { flags: '--out <file>', description: 'write there instead of the terminal' },
  ],
  async run(_args, options, io) {
    const format = formatOption(options, ['csv', 'json'])
    const fates = await orderFates(guardDir(stateDir(options, io)), {
      now: io.now(),
      matureDays: numberOption(options, 'mature', 45),
      period: periodOf(textOption(options, 'from'), textOption(options, 'to')),
      signal: io.signal,
    })
    const rows = fates.map(({ order, outcome, score }) => [order, outcome, String(score)])
    emit(format === 'json' ? json(fates) : toCsv({ head: ['order', 'outcome', 'score'], rows }), options, io)
    return fates.length === 0 ? 3 : 0
  },
}
