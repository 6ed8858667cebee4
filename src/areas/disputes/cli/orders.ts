import { readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { aftership } from '../../../connect/aftership/aftership.ts'
import { easypost } from '../../../connect/easypost/easypost.ts'
import { flatten, type Row } from '../../../connect/tabular/read.ts'
import type { CommandIo, ExitStatus, Verb } from '../../../core/area.ts'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import { wholeNumber, type Options, textOf } from '../../../core/options.ts'
import { EVENT_KINDS, type OrderEvent, parseEvent } from '../order/event.ts'
import { eventsOfOrderRow, eventsOfShipmentRow } from '../order/rows.ts'
import { keepAttachment } from '../records/attachments.ts'
import { completeness } from '../records/completeness.ts'
import { applyRetention, erase, ordersOf, retention } from '../records/erase.ts'
import { MAX_ATTACHMENT } from '../records/inspect.ts'
import { addEvents, readFile } from '../records/orders.ts'
import { poll } from '../records/tracking.ts'
import { camel, readInput } from './input.ts'
import { clientFor, options, percent, say, withRoom } from './common.ts'

const dayMs = 86_400_000

type FromRow = (row: Row, where: string) => OrderEvent[]

/** Events of one record: an event by itself, an order with its events, or a row of an export. */
function eventsOf(value: unknown, where: string, fromRow: FromRow): OrderEvent[] {
  const record = value as { kind?: unknown; order?: unknown; events?: unknown } | null
  if (record !== null && typeof record === 'object') {
    if (Array.isArray(record.events))
      return record.events.map((event, index) =>
        parseEvent(camel({ order: record.order, ...(event as object) }), `${where}, event ${index + 1}`),
      )
    if (typeof record.kind === 'string' && (EVENT_KINDS as readonly string[]).includes(record.kind))
      return [parseEvent(camel(record), where)]
  }
  return fromRow(flatten(value), where)
}

async function importInto(
  args: readonly (string | string[] | undefined)[],
  given: Options,
  io: CommandIo,
  fromRow: FromRow,
): Promise<ExitStatus> {
  return withRoom(given, io, async (room) => {
    let read = 0
    let added = 0
    let waiting: OrderEvent[] = []
    const refused: string[] = []
    let refusedCount = 0
    const flush = async () => {
      added += await addEvents(room, waiting)
      waiting = []
    }
    for await (const { value, where } of readInput(args[0], io)) {
      io.signal.throwIfAborted()
      read++
      try {
        waiting.push(...eventsOf(value, where, fromRow))
      } catch (error) {
        if (!(error instanceof ShopwardenError)) throw error
        refusedCount++
        if (refused.length < 20) refused.push(describeError(error))
      }
      if (waiting.length >= 2000) await flush()
    }
    await flush()
    return say(
      given,
      io,
      { read, added, refused: refusedCount, reasons: refused },
      [`${read} records read, ${added} events new, ${refusedCount} records refused.`, ...refused],
      refusedCount > 0 ? 3 : 0,
    )
  })
}

export const importVerb: Verb = {
  summary: 'File orders and what happened to them: events (JSON, JSONL) or an export of orders (CSV)',
  arguments: ['<file>'],
  options,
  run: (args, given, io) => importInto(args, given, io, eventsOfOrderRow),
}

export const shipVerb: Verb = {
  summary: 'File shipping notes and deliveries: CSV, JSON or JSONL; or one PDF or picture with --order',
  arguments: ['<file>'],
  options: [
    ...options,
    { flags: '--order <id>', description: 'order that a PDF or picture belongs to' },
    { flags: '--name <name>', description: 'name of that file in the exhibits (default: its own)' },
    {
      flags: '--role <role>',
      description: 'shipping-note, signature, photo, receipt, order-page, message or other',
      default: 'shipping-note',
    },
  ],
  async run(args, given, io) {
    const order = textOf(given, 'order')
    if (order === undefined) return importInto(args, given, io, eventsOfShipmentRow)
    const path = resolve(io.cwd, String(args[0]))
    if (statSync(path).size > MAX_ATTACHMENT)
      throw new ShopwardenError('SW_DISPUTES_ATTACHMENT', 'The file is too large', {
        where: path,
        fix: `Give at most ${MAX_ATTACHMENT / 1e6} MB.`,
      })
    return withRoom(given, io, async (room) => {
      const kept = await keepAttachment(
        room,
        readFileSync(path),
        undefined,
        io.now(),
        io.env['CLAMD_ADDRESS'] || undefined,
      )
      const event = parseEvent({
        kind: 'attachment',
        id: `attachment:${kept.sha256}`,
        order,
        at: io.now().toISOString(),
        sha256: kept.sha256,
        name: (textOf(given, 'name') ?? basename(path)).slice(0, 200),
        mediaType: kept.mediaType,
        bytes: kept.bytes,
        role: textOf(given, 'role') ?? 'shipping-note',
      })
      await addEvents(room, [event])
      return say(
        given,
        io,
        { order, ...kept },
        [
          `Kept ${kept.sha256} (${kept.mediaType}, ${kept.bytes} bytes) for order ${order}.`,
          ...(kept.flaw === '' ? [] : [`It will not be sent to a bank: ${kept.flaw}.`]),
        ],
        kept.flaw === '' ? 0 : 1,
      )
    })
  },
}

export const evidenceVerb: Verb = {
  summary: 'Everything kept for one order',
  arguments: ['<order>'],
  options,
  run: (args, given, io) =>
    withRoom(given, io, async (room) => {
      const file = await readFile(room, String(args[0]))
      if (file === undefined)
        throw new ShopwardenError('SW_DISPUTES_ORDER', 'Nothing is kept for this order', {
          where: String(args[0]),
          fix: 'Import it: shopwarden disputes import orders.csv',
        })
      const lines = Object.entries(file.events).flatMap(([kind, events]) =>
        events.length > 0
          ? [
              `${kind}: ${events.length}, ${events
                .map((event) => event.at.slice(0, 10))
                .slice(0, 5)
                .join(', ')}`,
            ]
          : [],
      )
      return say(given, io, file, [`Order ${file.order}`, ...lines])
    }),
}

export const completenessVerb: Verb = {
  summary: 'Which orders lack a shipping note or proof of delivery; exit status 1 where proof falls below --at-least',
  options: [
    ...options,
    { flags: '--days <n>', description: 'orders of the last n days', default: '7' },
    { flags: '--until <date>', description: 'last day (default: today)' },
    { flags: '--at-least <percent>', description: 'share of orders that must have proof', default: '90' },
  ],
  run: (_args, given, io) =>
    withRoom(given, io, async (room) => {
      const until = textOf(given, 'until')
      const to = until === undefined ? io.now() : new Date(Date.parse(`${until}T00:00:00Z`) + dayMs)
      if (Number.isNaN(to.getTime()))
        throw new ShopwardenError('SW_CLI_OPTION', `"${until}" is no day`, { fix: 'For example --until 2026-03-31.' })
      const days = wholeNumber(given, 'days', 7)
      // "Orders shipped last week": those that are old enough to be delivered, so the window ends where delivery is due.
      const from = new Date(to.getTime() - (days + 10) * dayMs)
      const report = await completeness(room, { from, to }, io.now())
      const enough = wholeNumber(given, 'atLeast', 90, 0)
      const low = report.provable > 0 && (100 * report.withProof) / report.provable < enough
      const lines = [
        `Orders from ${report.from} to ${report.to}: ${report.orders}.`,
        `${percent(report.withNote, report.due)} of ${report.due} that should be shipped have a shipping note${report.withoutNote.length > 0 ? `; without: ${report.withoutNote.join(', ')}` : ''}.`,
        `${percent(report.withProof, report.provable)} of ${report.provable} that should be delivered have proof${report.withoutProof.length > 0 ? `; these ${report.provable - report.withProof} have none: ${report.withoutProof.join(', ')}` : ''}.`,
        ...(report.mendable.length > 0
          ? [`The carrier can still tell of ${report.mendable.length}: run "shopwarden disputes track".`]
          : []),
        ...(low ? [`Below ${enough}%: mend it while the carriers still know.`] : []),
      ]
      return say(given, io, { ...report, alert: low }, lines, low ? 1 : 0)
    }),
}

export const trackVerb: Verb = {
  summary: 'Ask the carriers (EasyPost or AfterShip) about every parcel under way',
  options: [...options, { flags: '--days <n>', description: 'parcels of orders of the last n days', default: '60' }],
  async run(_args, given, io) {
    const {
      EASYPOST_API_KEY: easy,
      AFTERSHIP_API_KEY: after,
      EASYPOST_BASE: easyBase,
      AFTERSHIP_BASE: afterBase,
    } = io.env
    const service = easy
      ? easypost({ key: easy, ...(easyBase && { base: easyBase }) })
      : after
        ? aftership({ key: after, ...(afterBase && { base: afterBase }) })
        : undefined
    if (service === undefined)
      throw new ShopwardenError('SW_DISPUTES_NOT_SET_UP', 'No service that asks carriers is set up', {
        fix: 'Set EASYPOST_API_KEY or AFTERSHIP_API_KEY, or import deliveries: shopwarden disputes ship deliveries.csv',
      })
    return withRoom(given, io, async (room) => {
      const polled = await poll(
        room,
        service,
        clientFor([easyBase, afterBase], service.hosts, io),
        io.now(),
        io.signal,
        wholeNumber(given, 'days', 60),
      )
      return say(
        given,
        io,
        polled,
        [
          `${polled.asked} parcels asked about, ${polled.delivered} delivered, ${polled.added} events new.`,
          ...polled.unanswered.slice(0, 20).map((item) => `${item.order}: ${item.because}`),
        ],
        polled.unanswered.length > 0 ? 3 : 0,
      )
    })
  },
}

export const forgetVerb: Verb = {
  summary:
    'Erase the person behind orders (by order, or --customer), keeping what the books need; put off while a dispute is open',
  arguments: ['[orders...]'],
  options: [
    ...options,
    { flags: '--customer <id>', description: "customer's id or e-mail address, as the orders carry it" },
  ],
  run: (args, given, io) =>
    withRoom(given, io, async (room) => {
      const customer = textOf(given, 'customer')
      const orders = [
        ...((args[0] as string[] | undefined) ?? []),
        ...(customer === undefined ? [] : await ordersOf(room, customer)),
      ]
      if (orders.length === 0)
        throw new ShopwardenError('SW_DISPUTES_ORDER', 'No order was found to erase', {
          fix: 'Name orders, or a customer that orders carry.',
        })
      const results = []
      for (const order of orders) results.push(await erase(room, order, io.now()))
      return say(
        given,
        io,
        results,
        results.map(
          (item) =>
            `${item.order}: ${item.outcome}${item.outcome === 'put-off' ? ` until ${item.until}: ${item.because}` : ''}`,
        ),
        results.some((item) => item.outcome !== 'erased') ? 3 : 0,
      )
    }),
}

export const retainVerb: Verb = {
  summary: 'Apply the retention policy: erase evidence past its time, delete what the books no longer need',
  options: [
    ...options,
    {
      flags: '--evidence-days <n>',
      description: 'days that evidence is kept',
      default: String(retention.evidenceDays),
    },
    {
      flags: '--books-days <n>',
      description: 'days that the bare order is kept',
      default: String(retention.booksDays),
    },
  ],
  run: (_args, given, io) =>
    withRoom(given, io, async (room) => {
      const done = await applyRetention(room, io.now(), {
        evidenceDays: wholeNumber(given, 'evidenceDays', retention.evidenceDays),
        booksDays: wholeNumber(given, 'booksDays', retention.booksDays),
      })
      return say(given, io, done, [
        `${done.erased} orders without their person now, ${done.deleted} deleted, ${done.putOff} put off because of open disputes.`,
      ])
    }),
}
