/**
 * The PHP suite of SARD judged by running it: each program with harmless values and attacks, then its label and the engine beside what
 * happened. `executed/judge.ts` says what counts as exploitable, `executed/capture.php` what the programs are given.
 *   node bench/code/executed.bench.ts FOLDER [--class 89] [--chromium PATH] [--list FILE]
 * Needs the command `php` (8.2, pcntl, tokenizer, dom) and, for pages, Chromium. `--list` writes a JSON line for each program.
 */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { scanTexts } from '../../src/areas/code/scan/texts.ts'
import { judgePage, judgeSinks, type Verdict } from './executed/judge.ts'
import { pageFeatures } from './executed/page.ts'
import { values } from './executed/payloads.ts'
import { type Ran, runPrograms } from './executed/run.ts'

interface Row extends Verdict {
  file: string
  unsafe: boolean
  reported: boolean
  styleOnly?: boolean
}

const accepted: Record<string, number[]> = { '91': [91, 643] }

const reports = (file: string, cwe: string): boolean =>
  scanTexts([{ path: 'a.php', text: readFileSync(file, 'utf8') }]).some(
    (finding) =>
      finding.confidence !== 'low' && finding.cwe.some((number) => (accepted[cwe] ?? [Number(cwe)]).includes(number)),
  )

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : ((100 * part) / whole).toFixed(1))

/** True and false positive rate of the engine, by one reading of what is true. */
function rates(rows: readonly Row[], truth: (row: Row) => boolean): string {
  const real = rows.filter(truth)
  const not = rows.filter((row) => !truth(row))
  return `${percent(real.filter((row) => row.reported).length, real.length)}/${percent(not.filter((row) => row.reported).length, not.length)} (${real.length}/${not.length})`
}

async function judged(cwe: string, files: readonly string[], chromium: string): Promise<Row[]> {
  const { harmless, attacks } = values[cwe]!
  const given = [...harmless, ...attacks]
  const rows: Row[] = []
  const row = (ran: Ran, verdict: Verdict): Row => ({
    ...verdict,
    file: ran.file,
    unsafe: ran.file.includes('/unsafe/'),
    reported: reports(ran.file, cwe),
  })
  const pages: Ran[] = []
  const same = new Map<string, string>()
  for await (const ran of runPrograms(root, files, given)) {
    if (cwe !== '79') rows.push(row(ran, judgeSinks(cwe, ran, given, harmless.length)))
    else {
      for (const run of ran.runs) {
        if (!same.has(run.page)) same.set(run.page, run.page)
        run.page = same.get(run.page)!
      }
      pages.push(ran)
    }
  }
  const features = cwe === '79' ? await pageFeatures([...same.keys()], chromium) : new Map()
  for (const ran of pages) rows.push(row(ran, judgePage(ran, given, harmless.length, features)))
  return rows
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    class: { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    list: { type: 'string' },
  },
})
if (!positionals[0]) throw new Error('Usage: executed.bench.ts FOLDER [--class 89] [--chromium PATH] [--list FILE]')
const root = resolve(positionals[0])
const byClass = new Map<string, string[]>()
for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
  const cwe = /(?:^|\/)CWE_(\d+)\/(?:safe|unsafe)\/[^/]+\.php$/.exec(path)?.[1]
  if (!cwe || !values[cwe] || (options.class && options.class !== cwe)) continue
  byClass.set(cwe, [...(byClass.get(cwe) ?? []), join(root, path)])
}
console.log(
  'class: programs; not run, broken; label wrong: safe but exploitable, unsafe but not; engine TPR/FPR (real/not) by running, the same with the broken by their shape, by label, where both agree',
)
for (const [cwe, files] of byClass) {
  const rows = await judged(cwe, files, options.chromium)
  const runs = rows.filter((row) => row.truth === 'exploitable' || row.truth === 'safe')
  const real = (row: Row): boolean => row.truth === 'exploitable'
  const shapes = rows.filter((row) => row.truth !== 'does not run')
  console.log(
    `CWE-${cwe}: ${rows.length}; ${rows.filter((row) => row.truth === 'does not run').length}, ${rows.filter((row) => row.truth === 'broken').length}; ` +
      `${runs.filter((row) => real(row) && !row.unsafe).length}, ${runs.filter((row) => !real(row) && row.unsafe).length}; ` +
      `${rates(runs, real)}, ${rates(shapes, (row) => real(row) || (row.truth === 'broken' && row.shape))}, ${rates(rows, (row) => row.unsafe)}, ` +
      `${rates(
        runs.filter((row) => real(row) === row.unsafe),
        real,
      )}` +
      (cwe === '79' ? `; by styles alone ${rows.filter((row) => row.styleOnly).length}` : ''),
  )
  if (options.list)
    appendFileSync(
      options.list,
      rows.map((row) => `${JSON.stringify({ cwe, ...row, file: basename(row.file) })}\n`).join(''),
    )
}
