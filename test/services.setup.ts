import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { freePort } from './helpers/free-port.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** postgres:// URL of a server made for this run, or undefined where PostgreSQL is not installed. */
    postgresUrl: string | undefined
    /** mysql:// URL of a MariaDB made for this run, or undefined. Its user may do everything and has no password. */
    mariadbUrl: string | undefined
    /** redis:// URL of a server made for this run, or undefined. */
    redisUrl: string | undefined
    chromium: string | undefined
    /** The browser for pages of our own, or for tests that any browser of that family serves: the headless shell where it is installed. */
    pageBrowser: string | undefined
  }
}

const exec = promisify(execFile)

async function until(ready: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (ready()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the test service did not start within a minute')
}

/** PostgreSQL refuses to run as root, so root borrows the account that Debian's package made. */
const asPostgres =
  process.getuid?.() === 0 ? { command: 'runuser', args: ['-u', 'postgres', '--'] } : { command: 'env', args: [] }

async function startPostgres(initdb: string): Promise<{ url: string; stop: () => void }> {
  const run = (args: string[]) => exec(asPostgres.command, [...asPostgres.args, ...args], { cwd: '/' })
  const dir = (await run(['mktemp', '-d'])).stdout.trim()
  const bin = dirname(initdb)
  await run([initdb, '-D', dir, '-U', 'shopwarden', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'])
  const port = await freePort()
  await run([
    join(bin, 'pg_ctl'),
    '-D',
    dir,
    '-w',
    '-l',
    join(dir, 'log'),
    '-o',
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${dir} -c fsync=off`,
    'start',
  ])
  return {
    url: `postgres://shopwarden@127.0.0.1:${port}/postgres`,
    stop: () => {
      const stop = [join(bin, 'pg_ctl'), '-D', dir, '-m', 'immediate', 'stop']
      execFileSync(asPostgres.command, [...asPostgres.args, ...stop], { stdio: 'pipe', cwd: '/' })
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function startRedis(binary: string): Promise<{ url: string; stop: () => void }> {
  const port = await freePort()
  const dir = mkdtempSync('/tmp/sw-redis-')
  const child: ChildProcess = spawn(
    binary,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dir],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  let log = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  await until(() => log.includes('Ready to accept connections'))
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => {
      child.kill('SIGKILL')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function startMariadb(binary: string): Promise<{ url: string; stop: () => void }> {
  const dir = mkdtempSync('/tmp/sw-mariadb-')
  await exec('mariadb-install-db', [
    '--no-defaults',
    `--datadir=${dir}/data`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    `--user=${userInfo().username}`,
  ])
  const port = await freePort()
  const child = spawn(
    binary,
    [
      '--no-defaults',
      `--datadir=${dir}/data`,
      `--user=${userInfo().username}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${dir}/socket`,
      `--pid-file=${dir}/pid`,
      '--skip-name-resolve',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=16M',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let log = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  await until(() => log.includes('ready for connections'))
  return {
    url: `mysql://root@127.0.0.1:${port}`,
    stop: () => {
      child.kill('SIGKILL')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const { SW_TEST_INITDB: initdb, SW_TEST_REDIS: redisBinary, SW_TEST_CHROMIUM: chromium } = process.env
  const { SW_TEST_MARIADB: mariadbBinary } = process.env
  const [postgres, redis, mariadb] = await Promise.all([
    initdb ? startPostgres(initdb) : undefined,
    redisBinary ? startRedis(redisBinary) : undefined,
    mariadbBinary ? startMariadb(mariadbBinary) : undefined,
  ])
  project.provide('postgresUrl', postgres?.url)
  project.provide('mariadbUrl', mariadb?.url)
  project.provide('redisUrl', redis?.url)
  project.provide('chromium', chromium)
  project.provide('pageBrowser', process.env['SW_TEST_PAGE_BROWSER'] ?? chromium)
  return () => {
    postgres?.stop()
    redis?.stop()
    mariadb?.stop()
  }
}
