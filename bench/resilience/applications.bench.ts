// Verdicts of the rehearsal on servers behind the web server, default and with the settings that the product advises: the
// advice must change the verdict.   BENCH_LIBRARIES=DIR node bench/resilience/applications.bench.ts [NAME-PART] [connections] [default|hardened]
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { look } from '../../src/areas/resilience/look/look.ts'
import { readNetworks } from '../../src/areas/resilience/look/networks.ts'
import { predict } from '../../src/areas/resilience/predict.ts'
import { openJournal } from '../../src/areas/resilience/rehearse/journal.ts'
import { rehearse } from '../../src/areas/resilience/rehearse/rehearse.ts'
import { resolveTarget } from '../../src/areas/resilience/target.ts'
import { applications } from './applications.ts'

const [only = '', count = '2200', form] = process.argv.slice(2)
const state = mkdtempSync(join(tmpdir(), 'resilience-applications-'))
const signal = new AbortController().signal
try {
  for (const application of applications.filter((one) => one.name.includes(only)))
    for (const hard of form === undefined ? [false, true] : [form === 'hardened']) {
      const server = await application.start(hard)
      try {
        const target = await resolveTarget(new URL(server.url))
        const seen = await look(target, {
          networks: readNetworks('knowledge'),
          waitSeconds: 20,
          thorough: true,
          origins: [],
          signal,
          random: Math.random,
          say: () => undefined,
        })
        const predictions = 'failed' in seen ? [] : predict(seen)
        const journal = openJournal(state, `${application.name} ${hard}`, () => new Date())
        const record = await rehearse({
          target,
          authorisation: 'bench',
          scenarios: application.scenarios,
          limits: {
            connections: Number(count),
            connectionsPerSecond: 200,
            requestsPerSecond: 20_000,
            bytes: 5e9,
            seconds: 60,
          },
          shopperAddress: '127.0.0.77',
          watch: [],
          statusPaths: [],
          websocketPath: application.websocketPath,
          dribbleSeconds: 10,
          reopen: false,
          maxSeconds: 600,
          now: () => new Date(),
          signal,
          journal,
          progress: () => undefined,
          say: () => undefined,
        })
        journal.close()
        for (const { scenario, verdict, because, figures } of record.scenarios) {
          const { expected, confidence } = predictions.find((one) => one.scenario === scenario) ?? {}
          const { kneePerSecond, costRatio, limitedShare, shedSeconds } = figures
          console.log(
            JSON.stringify({
              server: `${application.name}, ${hard ? 'hardened' : 'default'}`,
              scenario,
              verdict,
              predicted: expected,
              sure: confidence,
              because,
              kneePerSecond,
              costRatio,
              limitedShare,
              shedSeconds,
              load: loadavg()[0]?.toFixed(1),
            }),
          )
        }
      } finally {
        await server.stop()
      }
    }
} finally {
  rmSync(state, { recursive: true, force: true })
}
