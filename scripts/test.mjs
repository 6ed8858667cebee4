// `npm test`: installs what is missing, checks the house, runs every test. `npm test -- src/core` runs a part, unchecked.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ensureWebBuilt } from './build-web.mjs'
import { ensureInstalled, nodeBinary, root } from './install.mjs'

// The system's packages and npm's come at the same time.
const services = spawn(process.execPath, [join(root, 'scripts/services.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
ensureInstalled()
ensureWebBuilt()
const node = nodeBinary()
const only = process.argv.slice(2)
const { env: found, leftOut } = JSON.parse(await text(services.stdout))
// What tests leave behind goes with the run. As /tmp itself, it is for every user: PostgreSQL never runs as root.
const temporary = mkdtempSync(join(tmpdir(), 'sw-t-'))
chmodSync(temporary, 0o1777)
const env = { ...process.env, TMPDIR: temporary, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }
/** For tests of everything: the services, and a place for the compiled code of started commands, as `shopwarden` has one. */
const equipped = { ...env, ...found, NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'shopwarden') }

const ended = (child) => new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
const runTests = (args) =>
  ended(
    spawn(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
      cwd: root,
      env: equipped,
      stdio: 'inherit',
    }),
  )

/** Takes the processor time that the tests leave while they wait; what it says comes in one piece. */
async function runBeside(script, args) {
  const child = spawn(node, [join(root, script), ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  const [said, status] = await Promise.all([text(child.stdout), ended(child)])
  process.stdout.write(said)
  return status
}

// What decides is measured by its own tests alone: counting lines makes every test a third slower.
const deciding = ['src/core', 'src/audit', 'src/areas/remotes', 'question.test', 'doors.test', 'probe.test']

async function checkAndMeasure() {
  const checked = await runBeside('scripts/check.mjs', [])
  const measure = ['run', '--coverage', '--reporter=dot', ...deciding]
  return (await runBeside('node_modules/vitest/vitest.mjs', measure)) || checked
}

const statuses = await Promise.all(only.length === 0 ? [runTests([]), checkAndMeasure()] : [runTests(only)])
let status = statuses.find((each) => each !== 0) ?? 0
rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })
for (const line of leftOut) process.stdout.write(`LEFT OUT  ${line}\n`)
if (process.env.CI && leftOut.length > 0) {
  process.stdout.write('In CI nothing may be left out: failing.\n')
  status = 1
}
process.exit(status)
