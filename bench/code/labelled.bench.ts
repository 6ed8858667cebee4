/**
 * Labelled sets: scans each set as a whole or file by file and compares with its labels, never shown to the engine.
 *   node bench/code/labelled.bench.ts java FOLDER EXPECTED.csv     one test a file; name, category, real, CWE
 *   node bench/code/labelled.bench.ts php FOLDER                   …/CWE_<n>/safe|unsafe/*.php
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { scanTexts } from '../../src/areas/code/scan/texts.ts'
import { scanTree } from '../../src/areas/code/scan/scan.ts'

interface Tally {
  tp: number
  fn: number
  fp: number
  tn: number
}

const tallies = new Map<string, Tally>()
const missed = new Map<string, number>()

function count(category: string, real: boolean, hit: boolean): void {
  const tally = tallies.get(category) ?? { tp: 0, fn: 0, fp: 0, tn: 0 }
  tallies.set(category, tally)
  if (real) tally[hit ? 'tp' : 'fn']++
  else tally[hit ? 'fp' : 'tn']++
}

function java(folder: string, expected: string): void {
  const result = scanTree(folder, { includeVendor: true })
  const found = new Map<string, Set<number>>()
  for (const finding of result.findings) {
    if (finding.confidence === 'low') continue
    const name = basename(finding.location.uri).replace(/\.\w+$/, '')
    found.set(name, new Set([...(found.get(name) ?? []), ...finding.cwe]))
  }
  for (const line of readFileSync(expected, 'utf8').split(/\r?\n/)) {
    const [name, category, real, cwe] = line.split(',')
    if (!name || name.startsWith('#') || !category) continue
    count(category, real === 'true', found.get(name)?.has(Number(cwe)) ?? false)
  }
  console.log(`${result.files} files, ${result.lines} lines in ${result.seconds.toFixed(1)} s`)
}

const accepted: Record<string, number[]> = {
  '79': [79],
  '89': [89],
  '78': [78],
  '90': [90],
  '91': [91, 643],
  '95': [95],
  '98': [98],
  '601': [601],
}

function php(folder: string): void {
  const started = performance.now()
  let files = 0
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const match = /CWE_(\d+)[^/]*\/(safe|unsafe)\/([^/]+)\.php$/.exec(path)
    const wanted = match ? accepted[match[1]!] : undefined
    if (!match || !wanted) continue
    files++
    const hit = scanTexts([{ path: 'a.php', text: readFileSync(join(folder, path), 'utf8') }]).some(
      (finding) => finding.confidence !== 'low' && finding.cwe.some((cwe) => wanted.includes(cwe)),
    )
    const real = match[2] === 'unsafe'
    count(`CWE-${match[1]}`, real, hit)
    if (real !== hit) {
      const key = `CWE-${match[1]} ${real ? 'missed' : 'false'} ${match[3]!.split('__')[2] ?? ''}`
      missed.set(key, (missed.get(key) ?? 0) + 1)
    }
  }
  console.log(`${files} files in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

const [kind, folder, expected] = process.argv.slice(2)
if (kind === 'java' && folder && expected) java(folder, expected)
else if (kind === 'php' && folder) php(folder)
else throw new Error('Usage: labelled.bench.ts java FOLDER EXPECTED.csv | php FOLDER')
let sum = 0
for (const [category, { tp, fn, fp, tn }] of [...tallies].sort()) {
  const tpr = tp / (tp + fn)
  const fpr = fp + tn === 0 ? 0 : fp / (fp + tn)
  sum += tpr - fpr
  console.log(
    `${category.padEnd(14)} TPR ${tpr.toFixed(3)}  FPR ${fpr.toFixed(3)}  score ${(tpr - fpr).toFixed(3)}  (${tp + fn} real, ${fp + tn} not)`,
  )
}
console.log(`macro score ${(sum / tallies.size).toFixed(3)}`)
for (const [key, number] of [...missed].sort()) console.log(`  ${key}: ${number}`)
