import { join } from 'node:path'
import { alertOptions, channelsFrom, mailTo } from '../../../connect/alerts/options.ts'
import { tell } from '../../../connect/alerts/tell.ts'
import type { Verb } from '../../../core/area.ts'
import { wholeNumber, textOf } from '../../../core/options.ts'
import { readReasons } from '../qualify/reasons.ts'
import { expireOverdue, listCases } from '../records/cases.ts'
import { completeness } from '../records/completeness.ts'
import { readMonths } from '../records/months.ts'
import { alertsOf } from '../watch/alerts.ts'
import { deadlines } from '../watch/deadlines.ts'
import { readProgrammes } from '../watch/programmes.ts'
import { ratios } from '../watch/ratios.ts'
import { options, say, withRoom } from './common.ts'

const dayMs = 86_400_000

export const remindVerb: Verb = {
  summary:
    'Tell who should know, once each: deadlines, ratios before their thresholds, orders without proof (for cron); exit status 1 where there was something',
  options: [
    ...options,
    ...alertOptions,
    { flags: '--escalate <address>', description: 'who is told by mail as well when it is urgent or too late' },
    { flags: '--at-least <percent>', description: 'share of orders that must have proof of delivery', default: '90' },
  ],
  run: (_args, given, io) =>
    withRoom(given, io, async (room, dir) => {
      const now = io.now()
      const channels = channelsFrom(given, io)
      const boss = textOf(given, 'escalate')
      const above = boss === undefined ? [] : [mailTo(boss, given, io)]
      const reasons = readReasons(io.knowledgeDir)
      await expireOverdue(room, reasons, now)
      const alerts = alertsOf(
        {
          deadlines: deadlines(await listCases(room), now),
          ratios: ratios(readProgrammes(io.knowledgeDir).programmes, await readMonths(room, reasons, now, 1), now),
          // The orders of one week, old enough that their parcels should have arrived.
          proof: await completeness(room, { from: new Date(now.getTime() - 17 * dayMs), to: now }, now),
          atLeast: wholeNumber(given, 'atLeast', 90, 0),
        },
        now,
      )
      const file = join(dir, 'told.json')
      const telling = { now: io.now, onTrouble: (text: string) => void io.stderr.write(`${text}\n`) }
      const first = await tell(file, alerts, channels, telling)
      const second = await tell(
        file,
        alerts.filter((alert) => alert.escalated),
        above,
        telling,
      )
      const told = first.told + second.told
      const failed = first.failed + second.failed
      return say(
        given,
        io,
        { alerts, told, failed },
        [
          ...alerts.map((alert) => `${alert.escalated ? '! ' : '  '}${alert.title}. ${alert.text}`),
          channels.length + above.length === 0
            ? `${alerts.length} things to know. Nobody was told: add --mail, --webhook, --slack, --teams or --hook.`
            : `${alerts.length} things to know, ${told} told now${failed > 0 ? `, ${failed} could not be told (tried again next time)` : ''}.`,
        ],
        failed > 0 ? 3 : alerts.length > 0 ? 1 : 0,
      )
    }),
}
