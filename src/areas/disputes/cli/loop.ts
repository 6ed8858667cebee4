import type { Verb } from '../../../core/area.ts'
import { choice, wholeNumber, writeAnswer, textOf } from '../../../core/options.ts'
import { checkDescriptor } from '../loop/descriptor.ts'
import { insights } from '../loop/insights.ts'
import { labelOf } from '../loop/labels.ts'
import { familyOf, readReasons } from '../qualify/reasons.ts'
import { listCases, orderOf } from '../records/cases.ts'
import { options, percent, say, withRoom } from './common.ts'

const dayMs = 86_400_000

export const labelsVerb: Verb = {
  summary: 'What became of disputed orders, as label events (JSONL) for the fraud guard: POST them to /fraud/events',
  options: [
    { flags: '--out <file>', description: 'write the labels to a file' },
    options[2],
    { flags: '--format <format>', description: 'jsonl, or json for one document', default: 'jsonl' },
  ],
  run: (_args, given, io) =>
    withRoom(given, io, async (room) => {
      const reasons = readReasons(io.knowledgeDir)
      const labels = []
      for (const dispute of await listCases(room)) {
        const order = await orderOf(room, dispute)
        if (order !== undefined && dispute.phase !== 'inquiry')
          labels.push(labelOf(dispute, order, familyOf(dispute, reasons)))
      }
      const format = choice(given, 'format', ['jsonl', 'json'], 'jsonl')
      writeAnswer(
        format === 'json' ? JSON.stringify(labels, null, 2) : labels.map((label) => JSON.stringify(label)).join('\n'),
        given,
        io,
      )
      return 0 as const
    }),
}

export const insightsVerb: Verb = {
  summary: 'Where disputes come from: by reason, product, carrier, campaign, network',
  options: [...options, { flags: '--days <n>', description: 'disputes of the last n days', default: '90' }],
  run: (_args, given, io) =>
    withRoom(given, io, async (room) => {
      const since = new Date(io.now().getTime() - wholeNumber(given, 'days', 90) * dayMs).toISOString()
      const slices = await insights(room, readReasons(io.knowledgeDir), since)
      return say(
        given,
        io,
        slices,
        slices.length === 0
          ? ['No disputes.']
          : slices.map(
              (item) =>
                `${item.of} ${item.name}: ${item.disputes}${item.orders === undefined ? '' : ` of ${item.orders} orders (${percent(item.disputes, item.orders)})`}`,
            ),
      )
    }),
}

export const descriptorVerb: Verb = {
  summary: 'Whether customers will know the charge on their statement; exit status 1 where not',
  arguments: ['<descriptor>'],
  options: [
    options[0],
    options[1],
    { flags: '--shop-name <name>', description: 'name customers know the shop by', default: '' },
    { flags: '--domain <domain>', description: 'domain of the shop' },
  ],
  async run([descriptor], given, io) {
    const check = checkDescriptor(String(descriptor), textOf(given, 'shopName') ?? '', textOf(given, 'domain'))
    return say(given, io, check, check.ok ? ['It will be known.'] : check.flaws, check.ok ? 0 : 1)
  },
}
