import { statSync, existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { stateDir, stateOption } from '../../../core/options.ts'
import { type Activity, gatherActivity } from '../activity/activity.ts'
import { activityCsv, activityHtml, activityPdf, activityText } from '../activity/draw.ts'
import { readActions } from '../cases/store.ts'
import { periodOf } from '../history/stored.ts'
import { guardDir, logPath, placeOfTime, readLog } from '../log/read.ts'
import type { LogRecord } from '../log/record.ts'
import { rebuildCases } from '../rebuild.ts'
import { emit, formatOption, json, textOption } from './input.ts'

const DAY_MS = 86_400_000

async function* recordsFrom(path: string, offset: number, signal: AbortSignal): AsyncGenerator<LogRecord> {
  let count = 0
  for await (const { record } of readLog(path, offset)) {
    if (++count % 1000 === 0) signal.throwIfAborted()
    yield record
  }
}

/** Suspicious activity of a stretch of time, from a guard's folder. @throws SW_FRAUD_EMPTY where it stored nothing */
async function activityOf(
  dir: string,
  range: { fromMs: number; toMs: number; now: Date },
  signal: AbortSignal,
): Promise<Activity> {
  const path = logPath(dir)
  if (!existsSync(path) || statSync(path).size === 0)
    throw new ShopwardenError('SW_FRAUD_EMPTY', 'The guard has not stored anything yet', {
      where: dir,
      fix: 'Start it with "shopwarden fraud serve" and send it your events; or look back with "shopwarden fraud replay FILE".',
    })
  const cases = await rebuildCases(dir)
  const start = await placeOfTime(path, new Date(2 * range.fromMs - range.toMs).toISOString())
  return gatherActivity(recordsFrom(path, start, signal), cases.list(readActions(dir), range.now), range)
}

/** `fraud report`: suspicious activity of a day or a week. */
export const reportVerb: Verb = {
  summary: 'Suspicious activity of a day or a week, with open cases and what changed, as text, HTML, PDF, CSV or JSON',
  options: [
    stateOption,
    { flags: '--period <period>', description: 'day or week, up to now', default: 'day' },
    { flags: '--from <time>', description: 'begin there instead, e.g. 2026-11-01' },
    { flags: '--to <time>', description: 'end there' },
    { flags: '--format <format>', description: 'text, html, pdf, csv or json', default: 'text' },
    { flags: '--out <file>', description: 'write there instead of the terminal; a PDF needs it' },
  ],
  async run(_args, options, io) {
    const format = formatOption(options, ['text', 'html', 'pdf', 'csv', 'json'])
    const length = { day: DAY_MS, week: 7 * DAY_MS }[textOption(options, 'period') ?? 'day']
    const out = textOption(options, 'out')
    if (length === undefined || (format === 'pdf' && out === undefined))
      throw new ShopwardenError(
        'SW_FRAUD_OPTION',
        length === undefined ? 'That is no period' : 'A PDF is not for a terminal',
        {
          fix: length === undefined ? 'Use --period day or week, or --from and --to.' : 'Add --out report.pdf.',
        },
      )
    const now = io.now()
    const asked = periodOf(textOption(options, 'from'), textOption(options, 'to'))
    const toMs = Number.isFinite(asked.toMs) ? asked.toMs : now.getTime()
    const fromMs = Number.isFinite(asked.fromMs) ? asked.fromMs : toMs - length
    if (fromMs >= toMs)
      throw new ShopwardenError('SW_FRAUD_OPTION', 'The period ends before it begins', { fix: 'Swap --from and --to.' })
    const dir = guardDir(stateDir(options, io))
    const activity = await activityOf(dir, { fromMs, toMs, now }, io.signal)
    if (format === 'pdf') writeFileSync(resolve(io.cwd, out ?? ''), await activityPdf(activity))
    else
      emit({ text: activityText, html: activityHtml, csv: activityCsv, json }[format as 'text'](activity), options, io)
    return activity.period.events === 0 ? 3 : 0
  },
}
