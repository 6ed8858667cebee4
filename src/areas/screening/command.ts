import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { AreaCommand, CommandIo, Verb } from '../../core/area.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { answerOptions, choice, writeAnswer } from '../../core/options.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { compareServices, comparisonText, readFates } from './compare.ts'
import { readOrder } from './order.ts'
import { combined, ScreeningPanel } from './panel.ts'
import type { Look, Sign } from './schema.ts'
import { servicesFromEnv } from './services-from-env.ts'
import { lookThroughTree } from './signs/tree.ts'
import { readLooks, recordLook } from './usage.ts'

function lines(file: unknown, io: CommandIo): AsyncIterable<string> {
  if (typeof file !== 'string')
    throw new ShopwardenError('SW_SCREENING_OPTION', 'No file was given', { fix: 'Give a JSONL file of orders, or -.' })
  return createInterface({ input: file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file)) })
}

const score: Verb = {
  summary: 'Ask the external services whose keys are set about each order of a JSONL file',
  arguments: ['<file>'],
  options: [
    { flags: '--format <format>', description: 'text or json', default: 'text' },
    { flags: '--budget <cents>', description: 'most to spend in this run, in hundredths', default: '1000' },
    { flags: '--state <dir>', description: 'where what was asked is recorded for the audit' },
  ],
  async run([file], options, io) {
    const members = servicesFromEnv(io.env)
    if (members.length === 0)
      throw new ShopwardenError('SW_SCREENING_NO_SERVICE', 'No external service is set up', {
        fix: 'Set MINFRAUD_ACCOUNT_ID and MINFRAUD_LICENSE_KEY, FRAUDLABSPRO_KEY, SIFT_API_KEY or STRIPE_SECRET_KEY.',
      })
    const state = typeof options['state'] === 'string' ? resolve(io.cwd, options['state']) : undefined
    const panel = new ScreeningPanel(members, {
      http: createHttpClient({
        hosts: new Set(members.flatMap((member) => member.service.hosts)),
        allowPrivateAddresses: false,
        signal: io.signal,
      }),
      now: () => io.now(),
      dailyBudget: Number(options['budget'] ?? 1000),
      record: (look) => state !== undefined && recordLook(state, look),
    })
    const asJson = options['format'] === 'json'
    let unanswered = 0
    let written = 0
    for await (const line of lines(file, io)) {
      if (line.trim() === '') continue
      io.signal.throwIfAborted()
      const order = readOrder(JSON.parse(line))
      const opinions = await panel.screen(order)
      const together = combined(opinions)
      if (together === undefined) unanswered++
      if (asJson)
        io.stdout.write(
          `${written++ === 0 ? '[' : ','}\n${JSON.stringify({ order: order.id, together: together ?? null, opinions })}`,
        )
      else {
        const each = opinions.map((opinion) =>
          opinion.answered
            ? `${opinion.service} ${opinion.result.score.toFixed(1)} ${opinion.result.advice ?? ''}`
            : `${opinion.service}: ${opinion.why}`,
        )
        io.stdout.write(
          `${order.id}  ${together === undefined ? 'no service answered: decide by your own rules' : `risk ${together.score.toFixed(1)} ${together.advice ?? ''}`}  [${each.join('; ')}]\n`,
        )
      }
    }
    if (asJson) io.stdout.write(written === 0 ? '[]\n' : '\n]\n')
    return unanswered > 0 ? 3 : 0
  },
}

const detect: Verb = {
  summary: 'Which external fraud services a source tree is built with',
  arguments: ['<dir>'],
  options: [{ flags: '--format <format>', description: 'text or json', default: 'text' }],
  async run([dir], options, io) {
    if (typeof dir !== 'string')
      throw new ShopwardenError('SW_SCREENING_OPTION', 'No folder was given', { fix: 'Give the folder of the shop.' })
    const look = await lookThroughTree(resolve(io.cwd, dir), io.signal)
    const line = (sign: Sign) => `${sign.name} (${sign.kind}): ${sign.where}`
    if (options['format'] === 'json') io.stdout.write(`${JSON.stringify(look, null, 2)}\n`)
    else
      io.stdout.write(
        `${[`${look.files} files looked at${look.incomplete ? `; ${look.incomplete}` : ''}`, ...(look.signs.length > 0 ? look.signs.map(line) : ['No external fraud service was recognised.'])].join('\n')}\n`,
      )
    return look.files === 0 || look.incomplete !== undefined ? 3 : 0
  },
}

const compare: Verb = {
  summary: "Services' scores side by side with what became of the orders (CSV or JSONL: order, outcome, own score)",
  arguments: ['<outcomes>'],
  options: [
    { flags: '--state <dir>', description: 'where answers were recorded by "screening score --state"' },
    ...answerOptions,
  ],
  async run([file], options, io) {
    const state = options['state']
    if (typeof file !== 'string' || typeof state !== 'string')
      throw new ShopwardenError('SW_SCREENING_OPTION', 'The file of outcomes or the folder of records was not given', {
        fix: 'shopwarden screening compare outcomes.csv --state DIR',
      })
    const { fates, leftOut } = await readFates(resolve(io.cwd, file))
    const looks: Look[] = []
    for await (const look of readLooks(resolve(io.cwd, state))) if (fates.has(look.order)) looks.push(look)
    const comparison = compareServices(looks, fates)
    writeAnswer(
      choice(options, 'format', ['text', 'json'], 'text') === 'json'
        ? JSON.stringify({ ...comparison, leftOut }, null, 2)
        : comparisonText(comparison, leftOut),
      options,
      io,
    )
    return comparison.orders === 0 ? 3 : 0
  },
}

/** `shopwarden screening …` */
export const command: AreaCommand = {
  summary: 'External fraud services: ask them, recognise them',
  verbs: { score, compare, detect },
}
