import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { AreaCommand, Verb } from '../../core/area.ts'
import { describeError, ShopwardenError } from '../../core/errors.ts'
import { answerOptions, choice, stateDir, stateOption, wholeNumber, writeAnswer } from '../../core/options.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { compareServices, comparisonText, readFates } from './compare.ts'
import { readOrders } from './input.ts'
import { combined, type Opinion, ScreeningPanel } from './panel.ts'
import type { Look, Sign } from './schema.ts'
import { servicesFromEnv } from './services-from-env.ts'
import { lookThroughTree } from './signs/tree.ts'
import { readLooks, recordLook } from './usage.ts'

/** An opinion on one line: score, advice, reasons; or why there is none. */
function said(opinion: Opinion): string {
  if (!opinion.answered) return `${opinion.service}: ${opinion.why}`
  const { score, advice, reasons, warnings } = opinion.result
  const why = [...reasons, ...warnings.map((warning) => `could not use: ${warning}`)].slice(0, 5).join(', ')
  return [opinion.service, score.toFixed(1), advice, why && `(${why})`].filter(Boolean).join(' ')
}

const score: Verb = {
  summary: 'Ask the external services whose keys are set about each order of a JSONL, JSON or CSV file',
  arguments: ['<file>'],
  options: [
    { flags: '--format <format>', description: 'text or json', default: 'text' },
    { flags: '--budget <cents>', description: 'most to spend in this run, in hundredths', default: '1000' },
    stateOption,
  ],
  async run([file], options, io) {
    if (typeof file !== 'string')
      throw new ShopwardenError('SW_SCREENING_OPTION', 'No file was given', { fix: 'Give a file of orders, or -.' })
    const asJson = choice(options, 'format', ['text', 'json'], 'text') === 'json'
    const dailyBudget = wholeNumber(options, 'budget', 1000, 0)
    const members = servicesFromEnv(io.env)
    if (members.length === 0)
      throw new ShopwardenError('SW_SCREENING_NO_SERVICE', 'No external service is set up', {
        fix: 'Set MINFRAUD_ACCOUNT_ID and MINFRAUD_LICENSE_KEY, FRAUDLABSPRO_KEY, SIFT_API_KEY or STRIPE_SECRET_KEY.',
      })
    const state = stateDir(options, io)
    const panel = new ScreeningPanel(members, {
      http: createHttpClient({
        hosts: new Set(members.flatMap((member) => member.service.hosts)),
        allowPrivateAddresses: false,
        signal: io.signal,
      }),
      now: () => io.now(),
      dailyBudget,
      record: (look) => recordLook(state, look),
    })
    let unanswered = 0
    let written = 0
    const write = (text: () => string, json: () => unknown) =>
      io.stdout.write(asJson ? `${written++ === 0 ? '[' : ','}\n${JSON.stringify(json())}` : `${text()}\n`)
    for await (const entry of readOrders(file, io)) {
      io.signal.throwIfAborted()
      if ('error' in entry) {
        unanswered++
        const { code, message, where, fix } = entry.error
        write(
          () => `${entry.where}: ${describeError(entry.error)}`,
          () => ({ where: entry.where, error: { code, message, where, fix } }),
        )
        continue
      }
      const { order } = entry
      const opinions = await panel.screen(order)
      const together = combined(opinions)
      if (together === undefined) unanswered++
      write(
        () =>
          `${order.id}  ${together === undefined ? 'no service answered: decide by your own rules' : `risk ${together.score.toFixed(1)} ${together.advice ?? ''}`}  [${opinions.map(said).join('; ')}]`,
        () => ({ order: order.id, together: together ?? null, opinions }),
      )
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
    if (choice(options, 'format', ['text', 'json'], 'text') === 'json')
      io.stdout.write(`${JSON.stringify(look, null, 2)}\n`)
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
  options: [stateOption, ...answerOptions],
  async run([file], options, io) {
    if (typeof file !== 'string')
      throw new ShopwardenError('SW_SCREENING_OPTION', 'The file of outcomes was not given', {
        fix: 'shopwarden fraud outcomes | shopwarden screening compare -',
      })
    const { fates, leftOut } = await readFates(file === '-' ? (io.stdin as Readable) : resolve(io.cwd, file))
    const looks: Look[] = []
    for await (const look of readLooks(stateDir(options, io))) if (fates.has(look.order)) looks.push(look)
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
