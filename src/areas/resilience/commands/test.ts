import { mkdirSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import {
  answerOptions,
  areaState,
  choice,
  type Options,
  stateOption,
  wholeNumber,
  writeAnswer,
} from '../../../core/options.ts'
import { authorise } from '../authorise.ts'
import { type ScenarioName, scenarioNames } from '../load/plan.ts'
import { startWatchdog } from '../load/watchdog.ts'
import { livePainter, liveRows } from '../picture/live.ts'
import { scenarioPicture } from '../picture/svg.ts'
import { recordName, writeRecord } from '../records.ts'
import { openJournal } from '../rehearse/journal.ts'
import type { Sample } from '../rehearse/record.ts'
import { rehearse } from '../rehearse/rehearse.ts'
import { isLab, parseTargetUrl, resolveTarget, shopperAddressFor } from '../target.ts'
import { providerRules } from './provider-rules.ts'
import { testText } from './test-text.ts'

/** Most that anyone may ask for, whatever the options say. */
const ceiling = {
  lab: { connections: 20_000, perSecond: 5000 },
  public: { connections: 5000, perSecond: 500 },
} as const

const words = (value: unknown) =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '')
    : []

/** @throws SW_RESILIENCE_SCENARIO */
function scenariosOf(options: Options): ScenarioName[] {
  const wanted = words(options['scenario'])
  const wrong = wanted.find((name) => !(scenarioNames as readonly string[]).includes(name))
  if (wrong !== undefined)
    throw new ShopwardenError('SW_RESILIENCE_SCENARIO', `There is no scenario "${wrong}"`, {
      fix: `Use some of ${scenarioNames.join(', ')}.`,
    })
  return wanted.length === 0 ? [...scenarioNames] : (wanted as ScenarioName[])
}

function atMost(options: Options, name: string, fallback: number, most: number): number {
  const value = wholeNumber(options, name, fallback)
  if (value <= most) return value
  throw new ShopwardenError('SW_RESILIENCE_CAP', `${value} is over the cap of ${most}`, {
    where: name,
    fix: `Use at most ${most}; for more see "shopwarden resilience export".`,
  })
}

function userAddress(options: Options): string | undefined {
  const given = options['userAddress']
  if (typeof given !== 'string') return undefined
  if (isIP(given) !== 0) return given
  throw new ShopwardenError('SW_RESILIENCE_ADDRESS', `"${given}" is no IP address`, {
    fix: 'Name a second address of this machine.',
  })
}

const seen = (io: CommandIo) => (io.stderr as NodeJS.WriteStream).isTTY === true

/** `shopwarden resilience test URL` */
export const testVerb: Verb = {
  summary: 'Rehearse denial-of-service attacks on a shop of your own, bounded, while a legitimate user shops',
  arguments: ['<url>'],
  options: [
    { flags: '--lab', description: 'the shop runs on a loopback or private address of my own laboratory' },
    { flags: '--scenario <names>', description: `only these, comma-separated: ${scenarioNames.join(', ')}` },
    { flags: '--connections <n>', description: 'connections at once at most (default 2200 in a lab, else 500)' },
    {
      flags: '--connections-per-second <n>',
      description: 'new connections a second at most (default 200 in a lab, else 50)',
    },
    {
      flags: '--requests-per-second <n>',
      description: 'requests or frames a second at most (default 20000 in a lab, else 200)',
    },
    { flags: '--megabytes <n>', description: 'traffic of one scenario at most (default 20000 in a lab, else 200)' },
    { flags: '--seconds <n>', description: 'one scenario at most (default 60)' },
    { flags: '--max-seconds <n>', description: 'the whole rehearsal at most (default 900)' },
    { flags: '--user-address <ip>', description: 'second address of this machine for the legitimate user' },
    {
      flags: '--page-seconds <n>',
      description: 'a page that takes the legitimate user longer counts as failed (default 3, at most 30)',
    },
    { flags: '--watch <names>', description: 'server processes on this machine to watch, e.g. php-fpm8.2,mariadbd' },
    { flags: '--status <paths>', description: 'status pages of the target, e.g. /nginx-status,/fpm-status?json' },
    { flags: '--websocket <path>', description: 'WebSocket address of the shop' },
    { flags: '--peak <n>', description: "the shop's busiest requests a second, to judge the knee by" },
    {
      flags: '--dribble <n>',
      description: 'seconds between two pieces of slow attacks (default 10, as slowhttptest; 2 is harsher)',
    },
    { flags: '--reopen', description: 'open a new connection for each that the server closes' },
    { flags: '--pictures <dir>', description: 'write one SVG picture a scenario' },
    { flags: '--fail-on <verdict>', description: 'exit with 1 from this verdict on: holds or falls', default: 'falls' },
    stateOption,
    ...answerOptions,
  ],
  async run([url], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const failOn = choice(options, 'failOn', ['holds', 'falls'], 'falls')
    const scenarios = scenariosOf(options)
    const stateDir = areaState(options, io, 'resilience')
    const target = await resolveTarget(parseTargetUrl(url))
    const lab = isLab(target)
    const most = lab ? ceiling.lab : ceiling.public
    const limits = {
      connections: atMost(options, 'connections', lab ? 2200 : 500, most.connections),
      connectionsPerSecond: atMost(options, 'connectionsPerSecond', lab ? 200 : 50, most.perSecond),
      requestsPerSecond: atMost(options, 'requestsPerSecond', lab ? 20_000 : 200, lab ? 1_000_000 : 5000),
      bytes: atMost(options, 'megabytes', lab ? 20_000 : 200, lab ? 100_000 : 5000) * 1_000_000,
      seconds: atMost(options, 'seconds', 60, 600),
    }
    const maxSeconds = atMost(options, 'maxSeconds', 900, 3600)
    const authorisation = await authorise({
      target,
      lab: options['lab'] === true,
      keyDir: dirname(stateDir),
      now: io.now(),
      signal: io.signal,
    })
    if (!lab) io.stderr.write(`${providerRules}\n`)
    // Whoever kills the command from outside must not leave it attacking: it ends with the process that started it.
    startWatchdog(maxSeconds + 120)
    const name = recordName(io.now(), target.hostname)
    const journal = openJournal(stateDir, name, io.now)
    const painter = livePainter(io.stderr)
    let current: Sample[] = []
    let running = ''
    try {
      const record = await rehearse({
        target,
        authorisation,
        scenarios,
        limits,
        shopperAddress: shopperAddressFor(target, userAddress(options)),
        watch: words(options['watch']),
        statusPaths: words(options['status']),
        ...(typeof options['websocket'] === 'string' && { websocketPath: options['websocket'] }),
        ...(options['peak'] !== undefined && { peakPerSecond: wholeNumber(options, 'peak', 1) }),
        pageSeconds: atMost(options, 'pageSeconds', 3, 30),
        dribbleSeconds: wholeNumber(options, 'dribble', 10),
        reopen: options['reopen'] === true,
        maxSeconds,
        now: io.now,
        signal: io.signal,
        journal,
        progress: (sample, scenario) => {
          if (running !== scenario.name) current = []
          running = scenario.name
          current.push(sample)
          if (seen(io)) painter.paint(liveRows(scenario.name, current, scenario.watchesShedding))
        },
        say: (line) => painter.say(line),
      })
      const file = writeRecord(stateDir, name, record)
      if (typeof options['pictures'] === 'string') {
        const folder = resolve(io.cwd, options['pictures'])
        mkdirSync(folder, { recursive: true })
        for (const result of record.scenarios.filter((one) => one.samples.length > 0))
          writeFileSync(join(folder, `${result.scenario}.svg`), scenarioPicture(result))
      }
      writeAnswer(
        format === 'json' ? JSON.stringify(record, null, 2) : testText(record, { record: file, log: journal.path }),
        options,
        io,
      )
      if (record.scenarios.some((one) => one.verdict === 'falls' || (failOn === 'holds' && one.verdict === 'holds')))
        return 1
      return record.complete ? 0 : 3
    } finally {
      journal.close()
    }
  },
}
