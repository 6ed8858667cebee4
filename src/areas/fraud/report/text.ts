import { PATTERNS } from '../rules/rule.ts'
import type { Quality } from '../../../core/quality.ts'
import type { ReplayReport } from './build.ts'
import { moneyText } from './money.ts'

const percent = (share: number | undefined) => (share === undefined ? 'not known' : `${(100 * share).toFixed(1)} %`)
/** Text from outside, safe for a terminal: no control characters, bounded. */
const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 80)
const table = (record: Record<string, number>) =>
  Object.entries(record)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${plain(name)} ${count}`)
    .join(', ')

export function qualityText(quality: Quality): string[] {
  return [
    '',
    `Measured against what the file says became of its events (${quality.fraud} frauds of ${quality.labelled}):`,
    `  stopped or sent to review: ${quality.flagged.events}; right in ${percent(quality.flagged.precision)}; frauds found ${percent(quality.flagged.recall)}`,
    `  ranking (AUC): ${quality.auc?.toFixed(4) ?? 'not known'}`,
    `  precision at recall: ${Object.entries(quality.precisionAtRecall)
      .map(([recall, value]) => `${recall}: ${value.toFixed(3)}`)
      .join(', ')}`,
    `  recall at precision: ${Object.entries(quality.recallAtPrecision)
      .map(([precision, value]) => `${precision}: ${value.toFixed(3)}`)
      .join(', ')}`,
    ...Object.entries(quality.money).map(
      ([currency, { fraud, stopped, honestStopped }]) =>
        `  money${currency && ` in ${plain(currency)}`}: fraud ${fraud}, of it stopped ${stopped}; honest orders stopped ${honestStopped}`,
    ),
  ]
}

/** The report for a terminal. */
export function reportText(report: ReplayReport, most = 20): string {
  const lines = [
    `${report.events} events from ${report.firstAt ?? '?'} to ${report.lastAt ?? '?'} (${table(report.types)})`,
    `Decisions the rules would have taken: ${table(report.outcomes)}`,
    '',
    'Columns as they were understood (change them with --mapping):',
    ...Object.entries(report.columns).map(([field, column]) => `  ${field.padEnd(22)} ← ${plain(column)}`),
    ...report.notes.map((note) => `! ${note}`),
    ...Object.entries(report.losses.rows).map(([reason, count]) => `! ${count} rows left out: the row ${reason}.`),
    ...Object.entries(report.losses.fields).map(
      ([field, count]) => `! ${field}: ${count} values of a wrong shape were left out.`,
    ),
    '',
    'What can be watched with these columns:',
    ...report.patterns.map(({ pattern, usable, rules, missing }) => {
      const mark = usable === 0 ? 'no ' : usable === rules ? 'yes' : 'in part'
      const what = missing.length > 0 ? ` (not evaluated for want of: ${missing.join(', ')})` : ''
      return `  ${mark.padEnd(8)}${PATTERNS[pattern]}: ${usable} of ${rules} rules${what}`
    }),
    '',
    report.alerts.length === 0
      ? 'Nothing suspicious was found.'
      : `Suspicious activity: ${report.alerts.length} alerts, the worst first:`,
    ...report.alerts
      .slice(0, most)
      .map((alert) =>
        [
          `  ${alert.score.toFixed(0).padStart(3)}  ${alert.outcome.padEnd(8)} ${alert.around} ${plain(alert.value)}: ${alert.says}`,
          `       ${alert.events} events, ${moneyText(alert.amounts)} in all, ${alert.firstAt} to ${alert.lastAt}, e.g. ${alert.examples.map(plain).join(', ')}`,
        ].join('\n'),
      ),
    ...(report.alerts.length > most ? [`  … and ${report.alerts.length - most} more (--format json shows all)`] : []),
    ...(report.quality ? qualityText(report.quality) : []),
  ]
  return `${lines.join('\n')}\n`
}
