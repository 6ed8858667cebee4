import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { stateDir, stateOption } from '../../../core/options.ts'
import type { Case } from '../cases/book.ts'
import { appendAction, readActions } from '../cases/store.ts'
import { guardDir } from '../log/read.ts'
import { rebuildCases } from '../rebuild.ts'
import { emit, formatOption, json, textOption } from './input.ts'

const listCases = async (dir: string, now: Date): Promise<Case[]> =>
  (await rebuildCases(dir)).list(readActions(dir), now)

const verdicts = ['fraud', 'legitimate', 'abuse'] as const
const actions = ['assign', 'note', 'snooze', 'close', 'reopen'] as const

/** `fraud cases list`, `fraud cases close ID --verdict fraud --text …`. */
export const casesVerb: Verb = {
  summary: 'list: cases, the worst first; assign, note, snooze, close or reopen one',
  arguments: ['<action>', '[case]'],
  options: [
    stateOption,
    { flags: '--by <name>', description: 'who acts' },
    { flags: '--text <text>', description: 'to whom, or the reason' },
    { flags: '--verdict <verdict>', description: 'fraud, legitimate or abuse (to close)' },
    { flags: '--until <time>', description: 'until when to snooze' },
    { flags: '--format <format>', description: 'text or json', default: 'text' },
    { flags: '--out <file>', description: 'write there instead of the terminal' },
  ],
  async run([action, id], options, io) {
    const dir = guardDir(stateDir(options, io))
    const cases = await listCases(dir, io.now())
    if (action === 'list') {
      const text = cases.map(
        (item) =>
          `${item.state.padEnd(8)}${item.score.toFixed(0).padStart(4)}  ${item.id}\n        ${item.says} ${item.events} events${item.assignee ? `; ${item.assignee}` : ''}${item.verdict ? `; ${item.verdict}` : ''}\n`,
      )
      emit(
        formatOption(options, ['text', 'json']) === 'json' ? json(cases) : text.join('') || 'There are no cases.\n',
        options,
        io,
      )
      return 0
    }
    const known = actions.find((name) => name === action)
    const by = textOption(options, 'by') ?? io.env['USER']
    const text = textOption(options, 'text')?.trim() ?? ''
    const verdict = verdicts.find((name) => name === options['verdict'])
    const until = textOption(options, 'until')
    const wrong =
      known === undefined
        ? `There is no action "${String(action)}"`
        : !cases.some((item) => item.id === id)
          ? 'There is no such case'
          : by === undefined
            ? 'It must be said who acts (--by)'
            : known === 'close' && verdict === undefined
              ? 'A case is closed with a verdict (--verdict fraud, legitimate or abuse)'
              : known === 'snooze' && (until === undefined || Number.isNaN(Date.parse(until)) || text === '')
                ? 'To snooze takes a time (--until) and a reason (--text)'
                : ['assign', 'note'].includes(known) && text === ''
                  ? `To ${known} takes a text (--text)`
                  : undefined
    if (wrong !== undefined || known === undefined || by === undefined)
      throw new ShopwardenError('SW_FRAUD_CASE', wrong ?? 'This cannot be done', {
        fix: 'List cases with "shopwarden fraud cases list"; a time is written as 2026-12-01 or 2026-12-01T09:00:00Z.',
      })
    appendAction(dir, {
      at: io.now().toISOString(),
      by,
      case: String(id),
      action: known,
      text,
      ...(verdict && { verdict }),
      ...(until && { until: new Date(until).toISOString() }),
    })
    io.stdout.write(`${known}: ${String(id)}\n`)
    return 0
  },
}
