// `npm test`: installs what is missing, checks the house, runs every test. `npm test -- src/core` runs a part, unchecked.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { ensureWebBuilt } from './build-web.mjs'
import { ensureInstalled, nodeBinary, root } from './install.mjs'
import { findServices } from './services.mjs'

ensureInstalled()
ensureWebBuilt()
const node = nodeBinary()
const only = process.argv.slice(2)
const { env: found, leftOut } = findServices()
// What tests leave behind goes with the run. As /tmp itself, it is for every user: PostgreSQL never runs as root.
const temporary = mkdtempSync(join(tmpdir(), 'sw-t-'))
chmodSync(temporary, 0o1777)
const env = {
  ...process.env,
  ...found,
  TMPDIR: temporary,
  PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
  // A place for the compiled code of started commands, as `shopwarden` has one.
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'shopwarden'),
}

function run(script, args) {
  return spawnSync(node, [join(root, script), ...args], { cwd: root, env, stdio: 'inherit' }).status ?? 1
}

let status = only.length === 0 ? run('scripts/check.mjs', []) : 0
const vitest = 'node_modules/vitest/vitest.mjs'
if (only.length > 0) status = run(vitest, ['run', ...only])
else {
  status = run(vitest, ['run', '--project', 'sharing', '--project', 'alone']) || status
  status = run(vitest, ['run', '--project', 'deciding', '--coverage', '--reporter=dot']) || status
}
rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })
for (const line of leftOut) process.stdout.write(`LEFT OUT  ${line}\n`)
if (process.env.CI && leftOut.length > 0) {
  process.stdout.write('In CI nothing may be left out: failing.\n')
  status = 1
}
process.exit(status)
