import { adviceFor } from '../advice/advice.ts'
import type { ScenarioResult, TestRecord } from '../rehearse/record.ts'

const mark = { withstands: 'WITHSTANDS', holds: 'HOLDS', falls: 'FALLS', 'not tested': 'NOT TESTED' } as const
const ms = (value: number | undefined) => (value === undefined ? '–' : `${Math.round(value)} ms`)

function figuresLine({ figures, limit }: ScenarioResult): string {
  const parts = [
    figures.legitimateSuccess !== undefined &&
      `user ${(figures.legitimateSuccess * 100).toFixed(1)}%, p95 ${ms(figures.legitimateP95Ms)} (quiet ${ms(figures.quietP95Ms)})`,
    figures.connectionsOpened !== undefined &&
      `${figures.connectionsOpened} opened${figures.connectionsTried === undefined || figures.connectionsTried <= figures.connectionsOpened ? '' : ` of ${figures.connectionsTried} tried`}, most ${figures.peakOpen} at once`,
    figures.kneeConnections !== undefined && `knee ${figures.kneeConnections} connections`,
    figures.shedSeconds !== undefined && `shed in ${figures.shedSeconds} s`,
    figures.kneePerSecond !== undefined && `knee ${figures.kneePerSecond}/s, most ${figures.capacityPerSecond}/s`,
    figures.costRatio !== undefined &&
      `cost ${figures.costRatio} to 1 (${figures.serverMsPerRequest} ms server, ${figures.clientMsPerRequest} ms attacker)`,
    figures.limitedShare !== undefined &&
      figures.limitedShare > 0 &&
      `${(figures.limitedShare * 100).toFixed(0)}% refused`,
    figures.framesUntilEnd !== undefined && `connection ended within ${figures.framesUntilEnd} frames`,
    figures.recoverySeconds !== undefined && `recovered in ${figures.recoverySeconds} s`,
    limit !== undefined && `ran out: ${limit.what} (${limit.evidence})`,
  ]
  return parts.filter((part) => part !== false).join('; ')
}

/** A rehearsal for people: verdicts first, then what to change. */
export function testText(record: TestRecord, files: { record: string; log: string }): string {
  const seconds = Math.round((Date.parse(record.ended) - Date.parse(record.started)) / 1000)
  const lines = [
    `Attack rehearsal on ${record.target} (${record.address}${record.server === '' ? '' : `, ${record.server}`}), ${seconds} s`,
    `Allowed by: ${record.authorisation}. The legitimate user${record.shopperAddress === undefined ? '' : ` (${record.shopperAddress})`} went ${record.journey.map((step) => step.name).join(' → ')}.`,
    '',
  ]
  for (const result of record.scenarios) {
    lines.push(`${mark[result.verdict].padEnd(10)} ${result.scenario}: ${result.because}`)
    const figures = figuresLine(result)
    if (figures !== '') lines.push(`           ${figures}`)
  }
  const advice = adviceFor(record)
  if (advice.length > 0) lines.push('', 'What to change:')
  for (const { server, why, settings } of advice) {
    lines.push(`  ${server}: ${why}`, ...settings.split('\n').map((line) => `    ${line}`))
  }
  for (const note of record.notes) lines.push('', note)
  if (!record.complete) lines.push('', 'The rehearsal ended early: what was not reached is not known to be safe.')
  lines.push('', `Record: ${files.record}`, `Every step: ${files.log}`)
  return lines.join('\n')
}
