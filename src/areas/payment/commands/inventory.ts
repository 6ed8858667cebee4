import { resolve } from 'node:path'
import { readFileSync } from 'node:fs'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { areaState, choice, stateOption, writeAnswer } from '../../../core/options.ts'
import { readRows } from '../../../connect/tabular/read.ts'
import { longestGap } from '../watch/probe.ts'
import { justify } from '../watch/justify.ts'
import { checkRuns, readInventory, readRuns, writeInventory } from '../watch/records.ts'

async function linesOf(file: string): Promise<unknown[]> {
  if (!/\.json$/i.test(file)) return Array.fromAsync(readRows(file))
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (Array.isArray(json)) return json
  const scripts = (json as { scripts?: unknown }).scripts
  return Array.isArray(scripts) ? scripts : []
}

/** `shopwarden payment inventory URL` */
export const inventoryVerb: Verb = {
  summary:
    'The script inventory of a payment page with its justifications: export, or import what people filled in (6.4.3)',
  arguments: ['<url>'],
  options: [
    { flags: '--import <file>', description: 'CSV or JSON with key, justification, authorisedBy' },
    { flags: '--format <format>', description: 'csv or json', default: 'csv' },
    { flags: '--out <file>', description: 'write the answer to a file' },
    stateOption,
  ],
  async run([url], options, io) {
    const dir = areaState(options, io, 'payment')
    const inventory = typeof url === 'string' ? readInventory(dir, url) : undefined
    if (inventory === undefined || typeof url !== 'string')
      throw new ShopwardenError('SW_PAYMENT_INVENTORY', 'There is no inventory of this page', {
        where: String(url),
        fix: 'Run "shopwarden payment watch" with the same address first.',
      })
    if (typeof options['import'] === 'string') {
      const lines = await linesOf(resolve(io.cwd, options['import']))
      const done = justify(inventory, lines, io.now().toISOString())
      writeInventory(dir, url, done.inventory)
      const open = done.inventory.scripts.filter((entry) => !entry.authorisedAt).map((entry) => entry.key)
      writeAnswer(
        [
          `${done.authorised} scripts are authorised by this file.`,
          ...done.unknown.map((key) => `not in the inventory, left out: ${key}`),
          ...done.incomplete.map((key) => `needs a name and a reason: ${key}`),
          ...(open.length > 0 ? [`still not authorised: ${open.join(', ')}`] : []),
        ].join('\n'),
        options,
        io,
      )
      return done.incomplete.length > 0 || done.unknown.length > 0 ? 1 : 0
    }
    const format = choice(options, 'format', ['csv', 'json'], 'csv')
    const { inventoryCsv } = await import('../watch/inventory-csv.ts')
    writeAnswer(format === 'json' ? JSON.stringify(inventory, null, 2) : inventoryCsv(inventory), options, io)
    return 0
  },
}

/** `shopwarden payment proof URL` */
export const proofVerb: Verb = {
  summary:
    'Proof that the payment page was watched: every watch on record, the longest gap, and whether the records hang together',
  arguments: ['<url>'],
  options: [
    { flags: '--format <format>', description: 'text or json', default: 'text' },
    { flags: '--out <file>', description: 'write the answer to a file' },
    stateOption,
  ],
  async run([url], options, io) {
    const dir = areaState(options, io, 'payment')
    const runs = typeof url === 'string' ? readRuns(dir, url) : []
    const good = runs.filter((run) => run.failed === undefined)
    const chain = checkRuns(dir)
    const gap =
      Math.round(
        longestGap(
          good.map((run) => Date.parse(run.at)),
          io.now().getTime(),
        ) * 10,
      ) / 10
    const weekly = gap <= 7 + 1
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const text = [
      ...runs.map(
        (run) =>
          `${run.at}  ${run.failed ? `FAILED: ${run.failed}` : `${run.scripts} scripts, ${run.alerts.length} alerts`}`,
      ),
      '',
      `${good.length} watches on record; longest gap of the last 30 days: ${gap} days (${weekly ? 'weekly or finer' : 'NOT weekly'}).`,
      chain.brokenAt === undefined
        ? `The ${chain.lines} records hang together.`
        : `Record ${chain.brokenAt} does not follow from the one before: it was changed, or one is missing.`,
    ].join('\n')
    writeAnswer(
      format === 'json' ? JSON.stringify({ url, runs, longestGapDays: gap, weekly, chain }, null, 2) : text,
      options,
      io,
    )
    return weekly && chain.brokenAt === undefined ? 0 : 1
  },
}
