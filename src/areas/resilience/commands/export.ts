import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { answerOptions, choice, wholeNumber, writeAnswer } from '../../../core/options.ts'
import { distributedPlan, k6Script } from '../k6.ts'
import { findPages } from '../pages.ts'
import { parseTargetUrl, resolveTarget } from '../target.ts'

// Figures of one machine with two cores, from bench/RESULTS.md, rounded down.
const ours = { connections: 10_000, requestsPerSecond: 50_000 }

/** `shopwarden resilience export URL` */
export const exportVerb: Verb = {
  summary: 'Plan a rehearsal past one machine and write its scenarios for k6; sends nothing but a look at the pages',
  arguments: ['<url>'],
  options: [
    { flags: '--dir <dir>', description: 'folder for plan.txt and script.js', default: 'rehearsal' },
    { flags: '--connections <n>', description: 'connections at once that are wanted', default: '50000' },
    { flags: '--requests-per-second <n>', description: 'requests a second that are wanted', default: '100000' },
    { flags: '--users <n>', description: "k6's users on each machine", default: '200' },
    { flags: '--seconds <n>', description: 'length of each scenario', default: '60' },
    { flags: '--websocket <path>', description: 'WebSocket address of the shop' },
    ...answerOptions,
  ],
  async run([url], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const target = await resolveTarget(parseTargetUrl(url))
    const pages = await findPages(target, io.signal)
    const wanted = {
      connections: wholeNumber(options, 'connections', 50_000),
      requestsPerSecond: wholeNumber(options, 'requestsPerSecond', 100_000),
    }
    const plan = distributedPlan(target.origin, ours, wanted)
    const script = k6Script(target.origin, pages, {
      perMachine: wholeNumber(options, 'users', 200),
      seconds: wholeNumber(options, 'seconds', 60),
      websocketPath: typeof options['websocket'] === 'string' ? options['websocket'] : undefined,
    })
    const dir = resolve(io.cwd, typeof options['dir'] === 'string' ? options['dir'] : 'rehearsal')
    mkdirSync(dir, { recursive: true })
    const files = { plan: join(dir, 'plan.txt'), script: join(dir, 'script.js') }
    writeFileSync(files.plan, plan)
    writeFileSync(files.script, script)
    writeAnswer(
      format === 'json'
        ? JSON.stringify({ ...files, pages }, null, 2)
        : `${plan}\nWritten: ${files.plan}, ${files.script}`,
      options,
      io,
    )
    return 0
  },
}
