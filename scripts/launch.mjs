// The door: installs what is missing, then runs the command line on a Node that is new enough.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { heapOf } from './heap.mjs'
import { ensureInstalled, nodeBinary, root } from './install.mjs'

ensureInstalled()
const needsWeb = process.argv[2] === 'serve' || process.argv.slice(2, 4).join(' ') === 'passwords module'
if (needsWeb && !process.argv.includes('--help')) {
  const { ensureWebBuilt } = await import('./build-web.mjs')
  ensureWebBuilt()
}
const child = spawn(
  nodeBinary(),
  [
    '--disable-warning=ExperimentalWarning',
    ...heapOf(process.argv[2]),
    join(root, 'src/cli/main.ts'),
    ...process.argv.slice(2),
  ],
  {
    stdio: 'inherit',
    // Compiled code is kept beside the dependencies: half the time to start, from the second start on.
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'shopwarden'), ...process.env },
  },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)))
