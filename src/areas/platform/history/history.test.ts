import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sightingsFromDeployments } from './deployments.ts'
import { sightingsFromGit } from './git.ts'
import { rhythmOf } from './rhythm.ts'
import { howOften } from './words.ts'

const releases = [
  ['1.0.0', '2025-01-01'],
  ['1.0.1', '2025-02-01'],
  ['1.0.2', '2025-06-01'],
  ['1.0.3', '2025-10-01'],
] as const
const now = new Date('2026-01-01T00:00:00Z')
const at = (version: string, day: string) => ({ version, at: `${day}T12:00:00Z` })
const opencart = (version: string) =>
  `<?php\ndefine('VERSION', '${version}');\nrequire_once(DIR_SYSTEM . 'startup.php');`

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sw-history-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

it('measures lag, p90 and missed security releases', () => {
  const sightings = [
    at('1.0.0', '2025-01-05'),
    at('1.0.1', '2025-02-11'),
    at('1.0.1', '2025-03-01'),
    at('1.0.2', '2025-08-01'),
  ]
  const rhythm = rhythmOf(sightings, 'git', releases, new Set(['1.0.1', '1.0.2', '1.0.3']), now)
  expect(rhythm).toMatchObject({
    updates: [
      { version: '1.0.1', installed: '2025-02-11', lagDays: 10.5 },
      { version: '1.0.2', installed: '2025-08-01', lagDays: 61.5 },
    ],
    medianLagDays: 10.5,
    p90LagDays: 61.5,
    everyDays: 180,
    missedSecurity: [
      { version: '1.0.2', released: '2025-06-01', openDays: 61, installed: true },
      { version: '1.0.3', released: '2025-10-01', openDays: 92, installed: false },
    ],
  })
  expect(howOften(rhythm!)).toContain('An update every 180 days')
})

it('needs an update, or half a year without one; a step back is none', () => {
  expect(rhythmOf([], 'git', releases, new Set(), now)).toBeUndefined()
  expect(rhythmOf([at('1.0.0', '2025-12-01')], 'git', releases, new Set(), now)).toBeUndefined()
  expect(rhythmOf([at('1.0.0', '2025-01-01')], 'file times', releases, new Set(), now)).toMatchObject({ updates: [] })
  const back = rhythmOf([at('1.0.1', '2025-02-01'), at('1.0.0', '2025-03-01')], 'git', releases, new Set(), now)
  expect(back?.updates).toEqual([])
})

it('reads the history of a git tree, without obeying its configuration', async () => {
  const git = (...args: string[]) => execFileSync('git', ['-C', dir, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  git('init', '-q')
  for (const [version, day] of [
    ['3.0.3.7', '2025-01-10'],
    ['3.0.3.8', '2025-04-10'],
  ]) {
    writeFileSync(join(dir, 'index.php'), opencart(version!))
    git('add', '.')
    execFileSync('git', ['-C', dir, '-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-qm', 'x'], {
      env: { ...process.env, GIT_COMMITTER_DATE: `${day}T12:00:00Z`, GIT_AUTHOR_DATE: `${day}T12:00:00Z` },
    })
  }
  const trap = join(dir, 'trapped')
  for (const key of ['core.fsmonitor', 'core.pager', 'gpg.program', 'core.sshCommand'])
    git('config', key, `touch ${trap}`)
  git('config', 'log.showSignature', 'true')
  expect(await sightingsFromGit(dir, 'index.php', new AbortController().signal)).toEqual([
    { version: '3.0.3.7', at: '2025-01-10T12:00:00.000Z' },
    { version: '3.0.3.8', at: '2025-04-10T12:00:00.000Z' },
  ])
  expect(() => execFileSync('test', ['-e', trap])).toThrow()
  expect(await sightingsFromGit(join(dir, '..'), 'nothing', new AbortController().signal)).toEqual([])
})

it('reads kept deployments by the time in their names, else by the time of the folder', () => {
  for (const [name, version] of [
    ['20250110120000', '3.0.3.7'],
    ['second', '3.0.3.8'],
  ]) {
    mkdirSync(join(dir, 'releases', name!), { recursive: true })
    writeFileSync(join(dir, 'releases', name!, 'index.php'), opencart(version!))
  }
  const when = new Date('2025-05-01T00:00:00Z')
  utimesSync(join(dir, 'releases', 'second'), when, when)
  const expected = [
    { version: '3.0.3.7', at: '2025-01-10T12:00:00.000Z' },
    { version: '3.0.3.8', at: '2025-05-01T00:00:00.000Z' },
  ]
  expect(sightingsFromDeployments(dir)).toEqual(expected)
  expect(sightingsFromDeployments(join(dir, 'releases', 'second'))).toEqual(expected)
})
