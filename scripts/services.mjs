// The real programs that the tests talk to: found, or installed from Debian's packages where that is possible.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

function onPath(names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(':')) {
      if (folder && existsSync(join(folder, name))) return join(folder, name)
    }
  }
  return undefined
}

function postgresBin() {
  const base = '/usr/lib/postgresql'
  if (!existsSync(base)) return undefined
  return readdirSync(base)
    .map((version) => join(base, version, 'bin', 'initdb'))
    .find((path) => existsSync(path))
}

/** Name, what its tests would miss, Debian package, how to find it; nothing is missed without an optional one. */
const services = [
  {
    name: 'Chromium',
    env: 'SW_TEST_CHROMIUM',
    loses: 'browser tests',
    debian: 'chromium',
    find: () => onPath(['chromium', 'chromium-browser', 'google-chrome']),
  },
  {
    // Draws the same pages with a third less processor time; where there is none, Chromium does it.
    name: 'Chromium headless shell',
    env: 'SW_TEST_PAGE_BROWSER',
    debian: 'chromium-headless-shell',
    find: () => onPath(['chromium-headless-shell']),
    optional: true,
  },
  {
    name: 'PostgreSQL',
    env: 'SW_TEST_INITDB',
    loses: 'PostgreSQL store tests',
    debian: 'postgresql',
    find: postgresBin,
  },
  {
    name: 'MariaDB',
    env: 'SW_TEST_MARIADB',
    loses: 'tests against a live shop database',
    debian: 'mariadb-server',
    find: () => onPath(['mariadbd']) ?? ['/usr/sbin/mariadbd'].find((path) => existsSync(path)),
  },
  {
    name: 'Redis or Valkey',
    env: 'SW_TEST_REDIS',
    loses: 'Redis/Valkey tests',
    debian: 'redis-server',
    find: () => onPath(['valkey-server', 'redis-server']),
  },
  {
    name: 'OpenSSH',
    env: 'SW_TEST_SSHD',
    loses: 'tests against a server over SSH',
    debian: 'openssh-server',
    find: () => (onPath(['ssh']) ? ['/usr/sbin/sshd'].find((path) => existsSync(path)) : undefined),
  },
]

function installFromDebian(packages) {
  if (process.getuid?.() !== 0 || !onPath(['apt-get']))
    return 'Debian packages cannot be installed here (not root, or no apt-get)'
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  process.stderr.write(`Installing for the tests: ${packages.join(', ')} …\n`)
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' })
  const done = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    stdio: ['ignore', 'ignore', 2],
  })
  return done.status === 0 ? undefined : 'apt-get could not install it (see above)'
}

/** Returns the environment that the tests read, and what had to be left out and why. */
export function findServices() {
  const missing = services.filter((service) => !service.find())
  const needed = missing.filter((service) => !service.optional)
  const why = needed.length > 0 ? installFromDebian(needed.map((service) => service.debian)) : undefined
  // Apart from the others: one package that a distribution does not have would keep all from being installed.
  for (const { debian } of missing.filter((service) => service.optional)) installFromDebian([debian])
  const env = {}
  const leftOut = []
  for (const service of services) {
    const path = service.find()
    if (path) env[service.env] = path
    else if (!service.optional)
      leftOut.push(`${service.loses}: ${service.name} is not installed; ${why ?? 'reason unknown'}`)
  }
  return { env, leftOut }
}
