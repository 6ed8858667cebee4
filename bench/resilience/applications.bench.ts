// Verdicts of the rehearsal on servers behind the web server, default and with the settings that the product advises: the
// advice must change the verdict.   BENCH_LIBRARIES=DIR node bench/resilience/applications.bench.ts [NAME-PART] [connections] [default|hardened]
import { loadavg } from 'node:os'
import { applications } from './applications.ts'
import { predictions, rehearsal } from './rehearsal.ts'

const [only = '', count = '2200', form] = process.argv.slice(2)
for (const application of applications.filter((one) => one.name.includes(only)))
  for (const hard of form === undefined ? [false, true] : [form === 'hardened']) {
    const server = await application.start(hard)
    try {
      const predicted = await predictions(server.url)
      const { websocketPath, scenarios } = application
      const record = await rehearsal(server.url, scenarios, Number(count), { websocketPath })
      for (const { scenario, verdict, because, figures } of record.scenarios) {
        const { expected, confidence } = predicted.find((one) => one.scenario === scenario) ?? {}
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
