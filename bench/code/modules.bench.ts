/**
 * The labelled set of small modules in `bench/code/modules/*.txt`: each case is a folder of its own, scanned like a shop.
 *   node bench/code/modules.bench.ts [--confidence low]
 * A case "bad RULE|RULE" counts as found when one of its rules is reported, "good RULE" as false alarm when it is.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { scanTree } from '../../src/areas/code/scan/scan.ts'

interface Case {
  bad: boolean
  rules: string[]
  title: string
  files: { path: string; text: string }[]
}

function readCases(text: string): Case[] {
  return text
    .split(/^@@ /m)
    .slice(1)
    .map((part) => {
      const [head = '', ...files] = part.split(/^--- /m)
      const [kind = '', rules = '', title = ''] = /^(bad|good) (\S+) \| (.*)/.exec(head)?.slice(1) ?? []
      return {
        bad: kind === 'bad',
        rules: rules.split('|'),
        title,
        files: files.map((file) => ({
          path: file.slice(0, file.indexOf('\n')),
          text: file.slice(file.indexOf('\n') + 1),
        })),
      }
    })
}

const low = process.argv.includes('low')
const folder = join(import.meta.dirname, 'modules')
const totals = { found: 0, bad: 0, alarms: 0, good: 0, others: 0 }
for (const name of readdirSync(folder).sort()) {
  for (const item of readCases(readFileSync(join(folder, name), 'utf8'))) {
    const root = mkdtempSync(join(tmpdir(), 'modules-'))
    try {
      for (const file of item.files) {
        mkdirSync(dirname(join(root, file.path)), { recursive: true })
        writeFileSync(join(root, file.path), file.text)
      }
      const reported = scanTree(root)
        .findings.filter((finding) => low || finding.confidence !== 'low')
        .map((finding) => finding.rule.replace(/^code\//, ''))
      const hit = reported.some((rule) => item.rules.includes(rule))
      const others = reported.filter((rule) => !item.rules.includes(rule))
      totals[item.bad ? 'bad' : 'good']++
      if (hit) totals[item.bad ? 'found' : 'alarms']++
      totals.others += others.length
      const mark = item.bad === hit ? '' : item.bad ? 'MISSED' : 'FALSE '
      if (mark || others.length > 0)
        console.log(
          `${mark.padEnd(6)} ${name.replace('.txt', '')}: ${item.rules.join('|')}, ${item.title}${others.length ? ` (also ${others.join(', ')})` : ''}`,
        )
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  }
}
console.log(totals)
