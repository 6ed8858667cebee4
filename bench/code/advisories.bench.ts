/**
 * Patches printed in public advisories of PrestaShop modules: is the hole reported before the patch and gone after it?
 * Advisories print the changed lines only, so every free name and parameter of a fragment counts as foreign.
 * Usage: node bench/code/advisories.bench.ts FOLDER-WITH-MARKDOWN [FIRST-DAY]
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../src/analysis/analyse.ts'
import type { ModelSet } from '../../src/analysis/models.ts'
import { parseSource } from '../../src/analysis/parse.ts'
import { Project } from '../../src/analysis/project.ts'
import { builtInModels } from '../../src/areas/code/models/index.ts'
import { sinkRules } from '../../src/areas/code/rules/index.ts'

const [folder, firstDay = '2023-06-01'] = process.argv.slice(2)
if (folder === undefined) throw new Error('Give the folder with the advisories (Markdown).')
const allForeign: ModelSet = { calls: [], properties: [], entries: [{ method: /./, source: 'request' }] }

/** Both sides of every hunk of a diff. */
function sides(diff: string): { before: string; after: string }[] {
  return diff
    .split(/^@@.*$/m)
    .slice(diff.includes('@@') ? 1 : 0)
    .map((hunk) => {
      const lines = hunk.split('\n').filter((line) => !/^(?:diff |---|\+\+\+|index )/.test(line))
      const keep = (mark: string) =>
        lines
          .filter((line) => line[0] === mark || (line[0] !== '-' && line[0] !== '+'))
          .map((line) => line.slice(1))
          .join('\n')
      return { before: keep('-'), after: keep('+') }
    })
}

/** Fragments open and close what they do not show: braces and parentheses are evened out. */
function balanced(code: string): string {
  let text = code.replace(/^\s*<\?php/, '')
  const open = (text.match(/\{/g) ?? []).length
  const close = (text.match(/\}/g) ?? []).length
  if (open > close) text += `\n${'}'.repeat(open - close)}`
  else text = `${'if (true) {'.repeat(close - open)}${text}`
  return text
}

function rulesOf(code: string): Set<string> {
  const found = new Set<string>()
  const body = balanced(code)
  const wraps = [
    `<?php class Fragment extends ObjectModel {\n${body}\n}`,
    `<?php class Fragment extends ObjectModel { public function run() { extract($_REQUEST);\n${body}\n } }`,
    `<?php extract($_REQUEST); $sql = ${body.trim().replace(/[;,]*$/, '')}; Db::getInstance()->executeS($sql);`,
  ]
  for (const text of wraps) {
    const parsed = parseSource('fragment.php', text)
    if (!parsed) continue
    const project = new Project()
    project.add('fragment.php', text, parsed)
    for (const hit of analyse(project, [...builtInModels, allForeign], sinkRules).hits)
      if (!hit.partial)
        found.add(
          `${hit.rule} ${lineOf(text, hit.at)
            .replace(/\(int\)|\s/g, '')
            .slice(0, 60)}`,
        )
  }
  return found
}

function lineOf(text: string, at: number): string {
  const end = text.indexOf('\n', at)
  return text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? text.length : end)
}

let usable = 0
const tally = { silentAfter: 0, fewerAfter: 0, missed: 0, stillReported: 0 }
for (const file of readdirSync(folder).sort()) {
  if (file.slice(0, 10) < firstDay) continue
  const text = readFileSync(join(folder, file), 'utf8')
  const diffs = [...text.matchAll(/```diff\n([\s\S]*?)```/g)].map((match) => match[1]!)
  if (diffs.length === 0) continue
  usable++
  let before = 0
  let after = 0
  const kinds = new Set<string>()
  for (const hunk of diffs.flatMap(sides)) {
    const was = rulesOf(hunk.before)
    const is = rulesOf(hunk.after)
    before += was.size
    for (const rule of was) if (!is.has(rule)) kinds.add(rule.split(' ')[0]!)
    after += [...was].filter((rule) => is.has(rule)).length
  }
  const verdict =
    before === 0 ? 'missed' : after === 0 ? 'silentAfter' : after >= before ? 'stillReported' : 'fewerAfter'
  tally[verdict]++
  console.log(`${verdict.padEnd(14)} ${file} ${[...kinds].join(', ')}`)
}
console.log({ usable, ...tally })
