import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { checkRuns, readRuns } from './records.ts'

const url = 'https://shop.example/checkout'

/** A watcher in a process of its own that adds records as fast as it can, once all have started. */
const watcher = (dir: string, profiles: number, start: number) => `
const { recordRun } = await import(${JSON.stringify(new URL('records.ts', import.meta.url).href)})
while (Date.now() < ${start}) await new Promise((go) => setTimeout(go, 1))
for (let scripts = 0; scripts < 60; scripts++)
  recordRun(${JSON.stringify(dir)}, { at: new Date().toISOString(), url: ${JSON.stringify(url)}, profiles: ${profiles}, scripts, unauthorised: 0, alerts: [] })
`

it('keeps one chain when several watchers write at once', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-records-'))
  const start = Date.now() + 1500
  await Promise.all(
    [1, 2, 3].map((number) =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', watcher(dir, number, start)]),
    ),
  )
  expect(checkRuns(dir)).toEqual({ lines: 180 })
  const runs = readRuns(dir, url)
  // Nothing lost, nothing twice, and they did take turns.
  expect(new Set(runs.map((run) => `${run.profiles}/${run.scripts}`)).size).toBe(180)
  expect(runs.slice(1).some((run, index) => run.profiles !== runs[index]!.profiles)).toBe(true)
}, 30_000)
