import type { CommandIo, Verb } from '../../../core/area.ts'
import { choice, type Options } from '../../../core/options.ts'
import { moneyText } from '../money.ts'
import { qualifyCe3 } from '../qualify/ce3.ts'
import { evaluate, evaluateFrom, type Evaluation, readPast } from '../qualify/evaluate.ts'
import { qualifyFirstPartyTrust } from '../qualify/first-party-trust.ts'
import { readReasons } from '../qualify/reasons.ts'
import { CE3_RULES } from '../qualify/rules.ts'
import { listCases } from '../records/cases.ts'
import { readMonths } from '../records/months.ts'
import { deadlines } from '../watch/deadlines.ts'
import { monthSchema, type Month } from '../watch/months.ts'
import { readProgrammes } from '../watch/programmes.ts'
import { ratios } from '../watch/ratios.ts'
import { adviseDocument, disputeOf, qualifyCases } from './documents.ts'
import { camel, readInput } from './input.ts'
import { costOption, costsOf, options, say, withRoom } from './common.ts'
import type { Dispute } from '../intake/schema.ts'
import { ShopwardenError } from '../../../core/errors.ts'

export const qualifyVerb: Verb = {
  summary:
    'Visa Compelling Evidence 3.0 (and Mastercard First-Party Trust) for each case of a file: { disputed, earlier: […] }',
  arguments: ['<file>'],
  options: [
    ...options,
    { flags: '--profile <profile>', description: 'visa, or stripe (counts the e-mail address too)' },
  ],
  async run([file], given, io) {
    const profile = given['profile'] === undefined ? undefined : choice(given, 'profile', ['visa', 'stripe'], 'visa')
    const results = (await qualifyCases(readInput(file, io))).map((item) => {
      const verdict = qualifyCe3(item.disputed, item.earlier, profile ?? item.profile)
      const rules = [
        ...new Set(
          [...verdict.why, ...verdict.earlier.flatMap((earlier) => earlier.why), ...verdict.missing].map(
            (why) => why.rule,
          ),
        ),
      ]
      return {
        case: item.id,
        ...verdict,
        ...(item.disputed.network === 'mastercard' && { firstPartyTrust: qualifyFirstPartyTrust(item.disputed, true) }),
        rules: Object.fromEntries(rules.map((rule) => [rule, CE3_RULES[rule]])),
      }
    })
    const lines = results.flatMap((item) => [
      `${item.case}: ${item.qualifies ? `qualifies with ${item.chosen.join(' and ')} (${item.shared.join(', ')})${item.ready ? '' : `, but lacks: ${item.missing.map((why) => why.because).join(' ')}`}` : `does not qualify: ${item.why.map((why) => why.because).join(' ')}`}`,
      ...item.earlier.map(
        (earlier) =>
          `  ${earlier.id}: ${earlier.qualifies ? `qualifies, ${earlier.days} days, ${earlier.shared.join(', ')}` : earlier.why.map((why) => why.because).join(' ')}`,
      ),
      ...item.cautions.map((caution) => `  Mind: ${caution}`),
    ])
    return say(given, io, results, lines)
  },
}

const adviceLine = ({ dispute, order, advice }: Evaluation): string =>
  `${dispute.id} ${moneyText(dispute.amount)} ${advice.family}: ${advice.action.toUpperCase()}. ${advice.because} Odds: ${advice.odds.chance === undefined ? advice.odds.basis : `${Math.round(advice.odds.chance * 100)}% (${advice.odds.won} of ${advice.odds.of}, ${advice.odds.basis})`}${advice.expected ? `, expected ${moneyText(advice.expected)}` : ''}.${order === undefined ? ' Order not known.' : ''}${advice.lacking.length > 0 ? ` Lacking: ${advice.lacking.join(' | ')}` : ''}`

const adviceData = ({ dispute, order, ce3, trust, advice }: Evaluation) => ({
  dispute,
  order: order ?? null,
  ...advice,
  ce3: ce3 ?? null,
  firstPartyTrust: trust ?? null,
})

/** Disputes of a file, or of the records where none is given. */
async function disputesFrom(file: unknown, given: Options, io: CommandIo): Promise<Dispute[]> {
  if (file === undefined) return withRoom(given, io, (room) => listCases(room))
  const disputes: Dispute[] = []
  for await (const { value, where } of readInput(file, io)) disputes.push(disputeOf(value, where, io.now()))
  return disputes
}

export const adviseVerb: Verb = {
  summary:
    'Contest, accept or refund: for the open disputes kept here, or for documents { dispute, events, others, past, cost } of a file',
  arguments: ['[file]'],
  options: [...options, costOption],
  async run([file], given, io) {
    const reasons = readReasons(io.knowledgeDir)
    const costs = costsOf(given)
    const evaluations: Evaluation[] = []
    if (file === undefined)
      await withRoom(given, io, async (room) => {
        const past = await readPast(room, reasons)
        for (const dispute of await listCases(room, ['open']))
          evaluations.push(await evaluate(room, dispute, reasons, past, io.now(), costs))
      })
    else
      for await (const { value, where } of readInput(file, io)) {
        const { dispute, file: kept, others, past, cost } = adviseDocument(value, where, io.now())
        evaluations.push(
          evaluateFrom(
            {
              dispute,
              file: kept,
              others,
              everDisputed: new Set(),
              past,
              costs: cost === undefined ? costs : { answer: cost },
            },
            reasons,
            io.now(),
          ),
        )
      }
    return say(
      given,
      io,
      evaluations.map(adviceData),
      evaluations.length === 0 ? ['No dispute is open.'] : evaluations.map(adviceLine),
    )
  },
}

export const ratiosVerb: Verb = {
  summary:
    "VAMP, ECM, HECM, EFM and the provider's own: this month and its forecast, from the records or from a file of months; exit status 1 near a line",
  arguments: ['[file]'],
  options: [
    ...options,
    { flags: '--regulated', description: 'strong customer authentication is the law there (EFM)' },
    { flags: '--mena', description: 'the shop is in the Middle East or North Africa (VAMP)' },
  ],
  async run([file], given, io) {
    const { programmes, asOf } = readProgrammes(io.knowledgeDir)
    const months: Month[] = []
    if (file === undefined)
      months.push(...(await withRoom(given, io, (room) => readMonths(room, readReasons(io.knowledgeDir), io.now()))))
    else
      for await (const { value, where } of readInput(file, io)) {
        const record = camel(value) as Record<string, unknown>
        for (const [key, item] of Object.entries(record))
          if (typeof item === 'string' && /^\d+$/.test(item)) record[key] = Number(item)
        const parsed = monthSchema.safeParse({
          ...record,
          payments: record['payments'] ?? record['transactions'] ?? record['sales'],
          ...(typeof record['network'] === 'string' && { network: record['network'].toLowerCase() }),
        })
        if (!parsed.success)
          throw new ShopwardenError('SW_DISPUTES_INPUT', parsed.error.issues[0]?.message ?? 'wrong', {
            where: `${where}: ${parsed.error.issues[0]?.path.join('.')}`,
            fix: 'Give month, network (or provider), payments, disputes, fraudReports, fraudDisputes.',
          })
        months.push(parsed.data)
      }
    const results = ratios(programmes, months, io.now(), {
      regulated: given['regulated'] === true,
      ...(given['mena'] === true && { region: 'mena' as const }),
    })
    const bad = results.some((item) => item.alarm === 'over' || item.alarm === 'will-be-over' || item.alarm === 'near')
    const lines = results.map(
      (item) =>
        `${item.month} ${item.network ?? item.provider}: ${item.alarm}. ${item.because}${item.forecast ? ` Forecast: ${item.forecast.numerator} (at worst ${item.forecast.worst}), ${(100 * item.forecast.ratio).toFixed(2)}%.` : ''}`,
    )
    return say(
      given,
      io,
      { factsAsOf: asOf, results },
      [
        ...(lines.length > 0 ? lines : ['No month has payments or disputes of a network that has a programme.']),
        `Thresholds as of ${asOf}.`,
      ],
      bad ? 1 : 0,
    )
  },
}

export const deadlinesVerb: Verb = {
  summary:
    "Deadlines worked back from the provider's due date, for the disputes kept here or those of a file; exit status 1 where something is due now",
  arguments: ['[file]'],
  options,
  async run([file], given, io) {
    const plans = deadlines(await disputesFrom(file, given, io), io.now())
    const urgent = plans.some((plan) => plan.level === 'now' || plan.level === 'today')
    return say(
      given,
      io,
      plans,
      plans
        .filter((plan) => plan.level !== 'done')
        .map(
          (plan) =>
            `${plan.level.padEnd(5)} ${plan.dispute}${plan.dueAt ? ` due ${plan.dueAt}` : ''}${plan.hoursLeft === undefined ? '' : ` (${plan.hoursLeft} h)`}: ${plan.next} Tell: ${plan.tell}.`,
        ),
      urgent ? 1 : 0,
    )
  },
}
