import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { flatten } from '../../../connect/tabular/read.ts'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import { choice, type Options, writeAnswer, textOf } from '../../../core/options.ts'
import { assemble, type Assembled } from '../answer/assemble.ts'
import { editAnswer } from '../answer/edit.ts'
import { checkAnswer } from '../answer/check.ts'
import type { ReadyAnswer } from '../answer/ready.ts'
import { runPolicy } from '../guard.ts'
import { POLICIES } from '../submit/policy.ts'
import { noticeOfRow } from '../intake/rows.ts'
import { CLOSED, type Dispute } from '../intake/schema.ts'
import { moneyText } from '../money.ts'
import { evaluate, readPast } from '../qualify/evaluate.ts'
import { familyOf, readReasons } from '../qualify/reasons.ts'
import { listCases, lockCase, orderOf, readCase, readLog, takeMessage, writeCase } from '../records/cases.ts'
import type { Room } from '../records/room.ts'
import { readAnswer, writeDraft } from '../submit/outbox.ts'
import { calendar } from '../watch/ics.ts'
import {
  clientFor,
  costOption,
  costsOf,
  merchantAccountOf,
  options,
  providersFrom,
  say,
  shopOption,
  withRoom,
} from './common.ts'
import { readInput } from './input.ts'

export const openVerb: Verb = {
  summary: 'Disputes that need something (--all: every one)',
  options: [...options, { flags: '--all', description: 'closed ones too' }],
  run: (_args, given, io) =>
    withRoom(given, io, async (room) => {
      const reasons = readReasons(io.knowledgeDir)
      const disputes = (await listCases(room)).filter((item) => given['all'] === true || !CLOSED.includes(item.state))
      const rows = []
      for (const item of disputes)
        rows.push({ ...item, family: familyOf(item, reasons), orderKnown: (await orderOf(room, item)) ?? null })
      return say(
        given,
        io,
        rows,
        rows.length === 0
          ? ['No dispute.']
          : rows.map(
              (item) =>
                `${item.id} ${item.state} ${moneyText(item.amount)} ${item.family}${item.dueAt ? `, due ${item.dueAt}` : ''}, order ${item.orderKnown ?? 'not known: import it'}`,
            ),
      )
    }),
}

export const takeVerb: Verb = {
  summary: 'Take in disputes from a file (CSV, JSON, JSONL), or one by hand with --id, --amount, --due …',
  arguments: ['[file]'],
  options: [
    ...options,
    { flags: '--id <id>', description: "the provider's id" },
    { flags: '--provider <provider>', description: 'stripe, adyen, paypal or other' },
    { flags: '--payment <reference>', description: "the provider's reference of the payment" },
    { flags: '--order <order>', description: 'the order' },
    { flags: '--network <network>', description: 'visa, mastercard, amex, discover' },
    { flags: '--reason <code>', description: 'reason code of the network' },
    { flags: '--amount <amount>', description: 'e.g. "12.34 EUR"' },
    { flags: '--opened <date>', description: 'when it was opened' },
    { flags: '--due <date>', description: 'when the answer is due' },
  ],
  run: ([file], given, io) =>
    withRoom(given, io, async (room) => {
      const reasons = readReasons(io.knowledgeDir)
      let taken = 0
      let again = 0
      const refused: string[] = []
      const take = async (row: Readonly<Record<string, string>>, where: string) => {
        try {
          const { outcome } = await takeMessage(room, noticeOfRow(row, where, io.now()), reasons, io.now())
          if (outcome === 'taken') taken++
          else again++
        } catch (error) {
          if (!(error instanceof ShopwardenError)) throw error
          refused.push(describeError(error))
        }
      }
      if (file === undefined) {
        const [amount, currency] = (textOf(given, 'amount') ?? '').split(/\s+/)
        const row = {
          dispute_id: textOf(given, 'id'),
          provider: textOf(given, 'provider'),
          payment: textOf(given, 'payment'),
          order: textOf(given, 'order'),
          network: textOf(given, 'network'),
          reason_code: textOf(given, 'reason'),
          amount,
          currency,
          opened_at: textOf(given, 'opened'),
          due_at: textOf(given, 'due'),
        }
        await take(
          Object.fromEntries(Object.entries(row).filter(([, value]) => value)) as Record<string, string>,
          'options',
        )
      } else for await (const { value, where } of readInput(file, io)) await take(flatten(value), where)
      return say(
        given,
        io,
        { taken, again, refused },
        [`${taken} disputes taken in, ${again} known already, ${refused.length} refused.`, ...refused.slice(0, 20)],
        refused.length > 0 ? 3 : 0,
      )
    }),
}

async function theCase(room: Room, id: string): Promise<Dispute> {
  const dispute = (await readCase(room, id)) ?? (await listCases(room)).find((item) => item.providerId === id)
  if (dispute !== undefined) return dispute
  throw new ShopwardenError('SW_DISPUTES_CASE', 'There is no such dispute', {
    where: id,
    fix: 'List them: shopwarden disputes open --all',
  })
}

async function assembleFor(room: Room, dispute: Dispute, given: Options, io: CommandIo): Promise<Assembled> {
  const reasons = readReasons(io.knowledgeDir)
  const evaluation = await evaluate(room, dispute, reasons, await readPast(room, reasons), io.now(), costsOf(given))
  return assemble(room, evaluation, reasons, {
    shop: textOf(given, 'shopName') ?? 'the shop',
    merchantAccount: merchantAccountOf(io.env),
    now: io.now(),
  })
}

export const packVerb: Verb = {
  summary: 'The evidence of one order (or dispute) as a PDF: one cover page and ordered exhibits',
  arguments: ['<order>'],
  options: [
    ...options,
    shopOption,
    { flags: '--pdf <file>', description: 'where the PDF goes (default: <order>.pdf in the current folder)' },
    { flags: '--reason <family>', description: 'order exhibits for this family, e.g. not-received', default: 'other' },
  ],
  run: ([name], given, io) =>
    withRoom(given, io, async (room) => {
      const id = String(name)
      const dispute = (await readCase(room, id)) ?? (await disputeOfOrder(room, id, given, io))
      const { pdf, exhibits, letter, flaws, leftOut } = await assembleFor(room, dispute, given, io)
      if (exhibits.length === 0)
        throw new ShopwardenError('SW_DISPUTES_ORDER', 'Nothing is kept for this order', {
          where: id,
          fix: 'Import it: shopwarden disputes import orders.csv',
        })
      const file = resolve(io.cwd, textOf(given, 'pdf') ?? `${id.replace(/[^A-Za-z0-9._-]/g, '_')}.pdf`)
      writeFileSync(file, pdf, { mode: 0o600 })
      return say(given, io, { pdf: file, bytes: pdf.length, letter, exhibits, flaws, leftOut }, [
        `${file}: ${exhibits.length} exhibits, ${pdf.length} bytes.`,
        ...exhibits.map((item) => `  ${item.number}. ${item.title}`),
        ...leftOut.map((item) => `Left out: ${item}`),
      ])
    }),
}

/** The order's own dispute, else one made up for the sake of the order of exhibits. */
async function disputeOfOrder(room: Room, order: string, given: Options, io: CommandIo): Promise<Dispute> {
  for (const dispute of await listCases(room)) if ((await orderOf(room, dispute)) === order) return dispute
  const row = await room.db
    .selectFrom('disputes_orders')
    .select(['id', 'total', 'currency', 'network'])
    .where('id', '=', order)
    .executeTakeFirst()
  const payment = await room.db
    .selectFrom('disputes_payments')
    .select('reference')
    .where('order_id', '=', order)
    .limit(1)
    .executeTakeFirst()
  const now = io.now().toISOString()
  return {
    id: `other:${order}`,
    provider: 'other',
    providerId: `order ${order}`,
    payment: payment?.reference,
    order,
    network: row?.network ?? undefined,
    providerReason: textOf(given, 'reason'),
    amount: { minor: Number(row?.total ?? 0), currency: row?.currency ?? 'XXX' },
    phase: 'chargeback',
    openedAt: now,
    state: 'open',
    lastEventAt: now,
  }
}

const preview = (answer: ReadyAnswer) => ({
  ...answer,
  files: answer.files.map(({ content, ...file }) => ({ ...file, bytes: Buffer.byteLength(content, 'base64') })),
})

export const answerVerb: Verb = {
  summary:
    'Draft the answer to a dispute and show it; --edit FILE changes its fields, --submit sends it, --accept gives in',
  arguments: ['<dispute>'],
  options: [
    ...options,
    shopOption,
    costOption,
    { flags: '--edit <file>', description: 'JSON with fields to change (null takes one out)' },
    { flags: '--pdf <file>', description: 'write the PDF too' },
    { flags: '--redraft', description: 'draft anew from the evidence' },
    { flags: '--submit', description: 'send it' },
    { flags: '--accept', description: 'accept the dispute: the customer keeps the money' },
  ],
  run: ([name], given, io) =>
    withRoom(given, io, async (room) => {
      const dispute = await theCase(room, String(name))
      if (given['accept'] === true) return accept(room, dispute, given, io)
      const known = await readAnswer(room, dispute.id)
      let assembled: Assembled | undefined
      let answer = known?.answer
      if (known === undefined || known.state === 'refused' || (known.state === 'draft' && given['redraft'] === true)) {
        assembled = await assembleFor(room, dispute, given, io)
        answer = assembled.answer
        if (answer !== undefined && dispute.state === 'open') await writeDraft(room, dispute.id, answer, io.now())
      }
      const edit = textOf(given, 'edit')
      if (edit !== undefined && answer !== undefined) {
        answer = editAnswer(answer, JSON.parse(readFileSync(resolve(io.cwd, edit), 'utf8')))
        await writeDraft(room, dispute.id, answer, io.now())
      }
      const pdf = textOf(given, 'pdf')
      if (pdf !== undefined)
        writeFileSync(resolve(io.cwd, pdf), assembled?.pdf ?? Buffer.from(answer?.files[0]?.content ?? '', 'base64'), {
          mode: 0o600,
        })
      if (given['submit'] === true) return send([dispute.id], given, io, room)
      const flaws = answer === undefined ? [] : checkAnswer(answer, dispute.network)
      const state = (await readAnswer(room, dispute.id))?.state ?? 'none'
      return say(
        given,
        io,
        {
          dispute,
          state,
          answer: answer === undefined ? null : preview(answer),
          flaws,
          leftOut: assembled?.leftOut ?? [],
          log: await readLog(room, dispute.id),
        },
        [
          `${dispute.id}: ${dispute.state}, answer ${state}.`,
          ...(answer === undefined
            ? ['This provider takes no answer through an interface: send the PDF by hand (--pdf FILE).']
            : [JSON.stringify(preview(answer).body, null, 2)]),
          ...flaws.map((flaw) => `Not accepted like this: ${flaw.field}: ${flaw.because}`),
          ...(flaws.length === 0 && state === 'draft'
            ? [`Send it: shopwarden disputes answer ${dispute.id} --submit`]
            : []),
        ],
        flaws.length > 0 ? 1 : 0,
      )
    }),
}

async function accept(room: Room, dispute: Dispute, given: Options, io: CommandIo): Promise<0 | 3> {
  const { providers, bases, hosts } = providersFrom(io.env)
  const provider = dispute.provider === 'other' ? undefined : providers[dispute.provider]
  const reasons = readReasons(io.knowledgeDir)
  if (dispute.provider !== 'other' && provider === undefined)
    throw new ShopwardenError('SW_DISPUTES_NOT_SET_UP', `${dispute.provider} is not set up`, {
      fix: 'Set its key, or accept there.',
    })
  if (dispute.state !== 'open' && dispute.state !== 'expired')
    throw new ShopwardenError('SW_DISPUTES_STATE', `It is ${dispute.state}`, {
      where: dispute.id,
      fix: 'Nothing is left to accept.',
    })
  await provider?.accept(dispute.providerId, {
    http: clientFor(bases, hosts, io),
    key: `accept-${dispute.id}`,
    timeoutMs: 60_000,
    signal: io.signal,
  })
  const at = io.now().toISOString()
  await room.transaction(async (db) => {
    await lockCase(room, db, dispute.id)
    await writeCase(db, { ...dispute, state: 'accepted', closedAt: at }, reasons, 'accepted here', at)
  })
  say(given, io, { dispute: dispute.id, state: 'accepted' }, [`${dispute.id}: accepted.`])
  return 0
}

async function send(only: readonly string[] | undefined, given: Options, io: CommandIo, room: Room): Promise<0 | 3> {
  const { providers, bases, hosts } = providersFrom(io.env)
  const run = await runPolicy(
    choice(given, 'policy', POLICIES, 'none'),
    {
      room,
      providers,
      http: clientFor(bases, hosts, io),
      reasons: readReasons(io.knowledgeDir),
      now: io.now,
      signal: io.signal,
      takeOver: given['takeOver'] === true,
    },
    { shop: textOf(given, 'shopName') ?? 'the shop', merchantAccount: merchantAccountOf(io.env) },
    costsOf(given),
    only,
  )
  const all = [...run.followedUp, ...run.sent]
  const line = (item: (typeof all)[number]) =>
    `${item.dispute}: ${item.outcome}${item.outcome === 'sent' ? ` (${item.reference}${item.again ? ', followed up' : ''})` : `, ${item.because}`}`
  say(given, io, run, [
    ...all.map(line),
    ...run.left.map((item) => `${item.dispute}: left to you (${item.action}: ${item.because})`),
    ...(run.expired > 0 ? [`${run.expired} passed their deadline unanswered.`] : []),
    ...(all.length + run.left.length === 0 ? ['Nothing to send.'] : []),
  ])
  return all.some((item) => item.outcome !== 'sent' && item.outcome !== 'already') ? 3 : 0
}

export const submitVerb: Verb = {
  summary: 'Send answers: the disputes named, or all that --policy allows; follows up what a crash interrupted',
  arguments: ['[disputes...]'],
  options: [
    ...options,
    shopOption,
    costOption,
    {
      flags: '--policy <policy>',
      description: 'none, strong (decisive proof only) or contest (everything advised)',
      default: 'none',
    },
    { flags: '--take-over', description: 'the run that was interrupted is known to be dead: do not wait for it' },
  ],
  run: ([names], given, io) =>
    withRoom(given, io, async (room) => {
      const list = (names as string[] | undefined) ?? []
      const ids = []
      for (const name of list) ids.push((await theCase(room, name)).id)
      return send(list.length === 0 ? undefined : ids, given, io, room)
    }),
}

export const icsVerb: Verb = {
  summary: 'Deadlines as a calendar (iCalendar) to subscribe to or import',
  options: [
    { flags: '--out <file>', description: 'write the calendar to a file' },
    options[2],
    { flags: '--format <format>', description: 'text (iCalendar) or json', default: 'text' },
  ],
  run: (_args, given, io) =>
    withRoom(given, io, async (room) => {
      const text = calendar(await listCases(room), io.now())
      writeAnswer(given['format'] === 'json' ? JSON.stringify({ calendar: text }) : text, given, io)
      return 0 as const
    }),
}
