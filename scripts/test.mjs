// `npm test`: installs what is missing, checks the house, runs every test. `npm test -- src/core` runs a part, unchecked.
import { spawnSync } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { ensureWebBuilt } from './build-web.mjs'
import { ensureInstalled, nodeBinary, root } from './install.mjs'
import { findServices } from './services.mjs'

ensureInstalled()
ensureWebBuilt()
const node = nodeBinary()
const only = process.argv.slice(2)
const { env: found, leftOut } = findServices()
const env = { ...process.env, ...found, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }

function run(script, args) {
  return spawnSync(node, [join(root, script), ...args], { cwd: root, env, stdio: 'inherit' }).status ?? 1
}

let status = only.length === 0 ? run('scripts/check.mjs', []) : 0
const coverage = only.length === 0 ? ['--coverage'] : []
status = run('node_modules/vitest/vitest.mjs', ['run', ...coverage, ...only]) || status
for (const line of leftOut) process.stdout.write(`LEFT OUT  ${line}\n`)
if (process.env.CI && leftOut.length > 0) {
  process.stdout.write('In CI nothing may be left out: failing.\n')
  status = 1
}
process.exit(status)
