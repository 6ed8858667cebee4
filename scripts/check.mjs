// Everything that can be judged without running the product: format, lint, types, the rules of the house, dead code.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { ensureInstalled, nodeBinary, root } from './install.mjs'

const maxLines = 400
const maxMedian = 100

ensureInstalled()
const node = nodeBinary()
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }

const steps = [
  ['types', 'typescript/bin/tsc', ['--noEmit']],
  ['format', '@biomejs/biome/bin/biome', ['check', '--linter-enabled=false', '.']],
  ['lint', 'oxlint/bin/oxlint', ['--deny-warnings']],
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

/** Runs one step and says how it ended. */
function run([name, script, args]) {
  const started = performance.now()
  const child = spawn(node, [join(root, 'node_modules', script), ...args], { cwd: root, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  return new Promise((done) =>
    child.on('close', (code) => {
      const ok = code === 0
      failed ||= !ok
      process.stdout.write(
        `${ok ? 'ok  ' : 'FAIL'}  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`,
      )
      if (!ok) process.stdout.write(`${output}\n`)
      done()
    }),
  )
}

// Two at a time: the types alone take half of it all.
const open = [...steps]
const lane = async () => {
  for (let step = open.shift(); step; step = open.shift()) await run(step)
}
await Promise.all([lane(), lane()])

const files = lengths()
const long = files.filter((entry) => entry.lines > maxLines)
const median = files.length > 0 ? files[Math.floor(files.length / 2)].lines : 0
const sizesOk = long.length === 0 && median <= maxMedian
process.stdout.write(`${sizesOk ? 'ok  ' : 'FAIL'}  file sizes (${files.length} files, median ${median} lines)\n`)
for (const entry of long)
  process.stdout.write(`      ${entry.file} has ${entry.lines} lines; split it by subject (limit ${maxLines})\n`)
process.exit(failed || !sizesOk ? 1 : 0)
