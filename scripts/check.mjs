// Everything that can be judged without running the product: format, lint, types, the rules of the house, dead code.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { ensureInstalled, nodeBinary, root } from './install.mjs'

const maxLines = 400
const maxMedian = 100

ensureInstalled()
const node = nodeBinary()
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }

const steps = [
  ['format', '@biomejs/biome/bin/biome', ['check', '--linter-enabled=false', '.']],
  ['lint', 'oxlint/bin/oxlint', ['--deny-warnings']],
  ['types', 'typescript/bin/tsc', ['--noEmit']],
  ['types of the page', 'typescript/bin/tsc', ['--noEmit', '-p', 'web']],
  [
    'rules of the house',
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    ['src', 'web/src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
  ],
  ['dead code', 'knip/bin/knip.js', ['--no-progress']],
]

/** Source files of the product, tests left out, with their length. */
function lengths() {
  const listed = spawnSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', 'src/**/*.ts', 'web/**/*.ts', 'web/**/*.tsx'],
    { cwd: root, encoding: 'utf8' },
  )
  return listed.stdout
    .split('\n')
    .filter(
      (file) => file && !file.endsWith('.test.ts') && !file.includes('/fixtures/') && existsSync(join(root, file)),
    )
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines)
}

let failed = false
for (const [name, script, args] of steps) {
  const started = performance.now()
  const result = spawnSync(node, [join(root, 'node_modules', script), ...args], { cwd: root, env, encoding: 'utf8' })
  const ok = result.status === 0
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'}  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`)
  if (!ok) {
    failed = true
    process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}\n`)
  }
}

const files = lengths()
const long = files.filter((entry) => entry.lines > maxLines)
const median = files.length > 0 ? files[Math.floor(files.length / 2)].lines : 0
const sizesOk = long.length === 0 && median <= maxMedian
process.stdout.write(`${sizesOk ? 'ok  ' : 'FAIL'}  file sizes (${files.length} files, median ${median} lines)\n`)
for (const entry of long)
  process.stdout.write(`      ${entry.file} has ${entry.lines} lines; split it by subject (limit ${maxLines})\n`)
process.exit(failed || !sizesOk ? 1 : 0)
