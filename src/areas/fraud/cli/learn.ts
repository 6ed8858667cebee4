import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandIo, ExitStatus, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { stateDir, stateOption } from '../../../core/options.ts'
import { openHistory } from '../history/load.ts'
import { readMappingFile } from '../history/mapping.ts'
import { storedEvents } from '../history/stored.ts'
import { guardDir, logPath } from '../log/read.ts'
import { driftOf, DRIFTED } from '../model/drift.ts'
import { gatherLessons } from '../model/lessons.ts'
import type { Scorecard } from '../model/scorecard.ts'
import { keepModel, liveModel, promoteModel, readModel, readModels, rollbackModel } from '../model/store.ts'
import { train } from '../model/train.ts'
import { liveRules } from '../versions/store.ts'
import { emit, formatOption, json, numberOption, type Options, textOption, withFile } from './input.ts'

const DAY_MS = 86_400_000
const share = (value: number | undefined) => (value === undefined ? 'not known' : `${(100 * value).toFixed(1)} %`)

/** Everything that is stored, or an export, as lessons. */
async function lessonsOf(file: unknown, dir: string, options: Options, io: CommandIo) {
  const settings = {
    labelDelayDays: numberOption(options, 'labelDelay', 30),
    progress: (events: number) => void io.stderr.write(`${events} events …\n`),
  }
  const rules = liveRules(dir)
  if (typeof file === 'string') {
    const mappingPath = textOption(options, 'mapping')
    const mapping = mappingPath === undefined ? undefined : readMappingFile(resolve(io.cwd, mappingPath))
    return withFile(file, io, async (path) =>
      gatherLessons((await openHistory(path, mapping, io.signal)).events, rules, settings),
    )
  }
  if (!existsSync(logPath(dir)))
    throw new ShopwardenError('SW_FRAUD_LESSONS', 'The guard has not stored anything to learn from', {
      where: dir,
      fix: 'Name an export of the past: shopwarden fraud learn train orders.csv.',
    })
  return gatherLessons(storedEvents(dir, io.signal), rules, settings)
}

function cardText(card: Scorecard): string {
  const { measured } = card
  const strong = card.lines
    .map((line) => ({ says: line.says, span: Math.max(...line.weights) - Math.min(...line.weights) }))
    .sort((a, b) => b.span - a.span)
    .slice(0, 8)
  return `${[
    `Learned score ${card.version}: from ${card.events} events (${card.frauds} frauds), ${card.from.slice(0, 10)} to ${card.to.slice(0, 10)}`,
    `Measured on the newest quarter (${measured.events} events, ${measured.frauds} frauds), learned from the rest:`,
    `  ranking (AUC) ${measured.auc?.toFixed(3) ?? 'not known'}; error (Brier) ${measured.brier.toFixed(4)}, saying always the share of fraud would be ${measured.brierOfShare.toFixed(4)}`,
    `  it would send ${measured.review.events} to review, right in ${share(measured.review.precision)}, frauds found ${share(measured.review.recall)}`,
    '  said and was, by tenths of the events:',
    ...measured.calibration.map(
      ({ said, was, events }) => `    ${share(said).padStart(7)}  ${share(was).padStart(7)}  of ${events}`,
    ),
    'What weighs most:',
    ...strong.map(({ says, span }) => `  ${span.toFixed(2).padStart(6)}  ${says}`),
  ].join('\n')}\n`
}

async function trainNow(file: unknown, dir: string, options: Options, io: CommandIo): Promise<ExitStatus> {
  const { lessons, lastMs } = await lessonsOf(file, dir, options, io)
  const now = io.now()
  // An export of long ago is learned from as of its end; a guard's log as of today.
  const asOf = typeof file === 'string' ? new Date(Math.min(lastMs, now.getTime())) : now
  const reviewAt = liveRules(dir).parameters['learned_review'] as number
  const card = train(lessons, { now: asOf, matureDays: numberOption(options, 'mature', 45), reviewAt })
  keepModel(dir, card, { at: now.toISOString(), by: textOption(options, 'by') ?? io.env['USER'] ?? 'unknown' })
  emit(
    formatOption(options, ['text', 'json']) === 'json'
      ? json(card)
      : `${cardText(card)}It decides nothing yet. To put it in force: shopwarden fraud learn promote ${card.version}\n`,
    options,
    io,
  )
  return 0
}

async function drift(file: unknown, dir: string, options: Options, io: CommandIo): Promise<ExitStatus> {
  const card = liveModel(dir)
  if (card === undefined)
    throw new ShopwardenError('SW_FRAUD_MODEL', 'No learned score is in force', {
      fix: 'Run "shopwarden fraud learn train", then "promote".',
    })
  const { lessons } = await lessonsOf(file, dir, options, io)
  const days = numberOption(options, 'days', 7)
  const all = Array.from({ length: lessons.size }, (_, row) => row)
  const newest = all.reduce((latest, row) => Math.max(latest, lessons.timeOf(row)), Number.NEGATIVE_INFINITY)
  const rows = all.filter((row) => lessons.timeOf(row) > newest - days * DAY_MS)
  const drifts = driftOf(card, lessons, rows)
  const moved = drifts.filter(({ psi }) => psi >= DRIFTED)
  emit(
    formatOption(options, ['text', 'json']) === 'json'
      ? json({
          model: card.version,
          events: rows.length,
          days,
          drifted: moved.map(({ input }) => input),
          inputs: drifts,
        })
      : `${[
          `${rows.length} orders of the last ${days} days beside those that ${card.version} learned from (index: under 0.1 nothing moved, from ${DRIFTED} on train again):`,
          ...drifts.slice(0, 12).map(({ psi, says }) => `  ${psi.toFixed(3).padStart(7)}  ${says}`),
          moved.length === 0
            ? 'Nothing has moved far.'
            : `${moved.length} inputs have moved: run "shopwarden fraud learn train".`,
        ].join('\n')}\n`,
    options,
    io,
  )
  return rows.length === 0 ? 3 : moved.length > 0 ? 1 : 0
}

/** `fraud learn train|list|show|promote|rollback|drift`. */
export const learnVerb: Verb = {
  summary:
    'train [FILE]: learn a score from what became of earlier orders; list, show, promote VERSION, rollback; drift [FILE]: whether orders have changed since',
  arguments: ['<action>', '[target]'],
  options: [
    stateOption,
    { flags: '--mapping <file>', description: 'YAML that says which column holds what' },
    { flags: '--label-delay <days>', description: 'days until a fraud that a file names became known', default: '30' },
    {
      flags: '--mature <days>',
      description: 'days after which an order without a complaint counts as honest',
      default: '45',
    },
    { flags: '--days <days>', description: 'drift: how many of the last days to look at', default: '7' },
    { flags: '--by <name>', description: 'who acts' },
    { flags: '--format <format>', description: 'text or json', default: 'text' },
    { flags: '--out <file>', description: 'write there instead of the terminal' },
  ],
  async run([action, target], options, io) {
    const dir = guardDir(stateDir(options, io))
    const who = { at: io.now().toISOString(), by: textOption(options, 'by') ?? io.env['USER'] ?? 'unknown' }
    const asJson = formatOption(options, ['text', 'json']) === 'json'
    if (action === 'train') return trainNow(target, dir, options, io)
    if (action === 'drift') return drift(target, dir, options, io)
    if (action === 'list') {
      const state = readModels(dir)
      const lines = state.history.map((item) => `${item.at}  ${item.action.padEnd(8)} ${item.version}  ${item.by}\n`)
      emit(
        asJson ? json(state) : `In force: ${state.live ?? 'none, the rules decide alone'}\n${lines.join('')}`,
        options,
        io,
      )
      return 0
    }
    if (action === 'show') {
      const version = typeof target === 'string' ? target : readModels(dir).live
      const card = readModel(dir, version ?? '')
      emit(asJson ? json(card) : cardText(card), options, io)
      return 0
    }
    if (action === 'promote' && typeof target === 'string') {
      promoteModel(dir, target, who)
      emit(
        asJson
          ? json(readModels(dir))
          : `${target} has its say after the rules; a running guard takes it up within two seconds.\n`,
        options,
        io,
      )
      return 0
    }
    if (action === 'rollback') {
      const live = rollbackModel(dir, who)
      emit(asJson ? json(readModels(dir)) : `${live ?? 'No learned score'} is in force again.\n`, options, io)
      return 0
    }
    throw new ShopwardenError('SW_FRAUD_OPTION', `"learn ${String(action)}" is not known or lacks its version`, {
      fix: 'Use: learn train [FILE], list, show [VERSION], promote VERSION, rollback, drift [FILE].',
    })
  },
}
