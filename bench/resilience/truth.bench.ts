// Verdicts beside an independent measure: slowhttptest attacks, a plain loop from 127.0.0.2 shops. Then our probe predicts and
// our rehearsal judges the same server.   node bench/resilience/truth.bench.ts [NAME-PART] [connections]
import { spawn, spawnSync } from 'node:child_process'
import { get } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { ScenarioName } from '../../src/areas/resilience/load/plan.ts'
import { predictions, rehearsal } from './rehearsal.ts'
import { kinds } from './servers.ts'

const [only = '', count = '2200'] = process.argv.slice(2)
const connections = Number(count)
const modes: Partial<Record<ScenarioName, string[]>> = {
  'slow-headers': ['-H'],
  'slow-body': ['-B', '-s', '8192'],
  'slow-read': ['-X', '-k', '10', '-w', '10', '-y', '20', '-z', '32', '-n', '2'],
}
const one: ScenarioName[] = ['slow-headers', 'slow-body', 'slow-read', 'hoarding']
const two: ScenarioName[] = ['http2-multiplex', 'http2-rapid-reset', 'http2-continuation']

/** Share of pages that a plain loop from a second address gets while `during` lasts. */
async function shopping(url: string, during: Promise<unknown>): Promise<number> {
  let [good, all, over] = [0, 0, false]
  void during.then(() => {
    over = true
  })
  const pending: Promise<void>[] = []
  // oxlint-disable-next-line no-unmodified-loop-condition -- set when the attack is over
  while (!over) {
    all++
    pending.push(
      new Promise((resolve) => {
        const request = get(url, { agent: false, localAddress: '127.0.0.2', timeout: 3000 }, (response) => {
          response.on('end', () => {
            if (response.statusCode === 200) good++
            resolve()
          })
          response.on('error', () => resolve())
          response.resume()
        })
        request.on('timeout', () => request.destroy())
        request.on('error', () => resolve())
      }),
    )
    await wait(200)
  }
  await Promise.all(pending)
  return good / all
}

/** falls, holds or withstands, by slowhttptest and the loop; hoarding by plain sockets. */
async function truth(url: string, scenario: ScenarioName): Promise<string> {
  let shed = false
  const attack = new Promise<void>((resolve) => {
    const mode = modes[scenario]
    if (mode) {
      const child = spawn(
        'slowhttptest',
        [
          '-c',
          count,
          '-r',
          '200',
          '-i',
          '10',
          '-l',
          '30',
          '-p',
          '3',
          ...mode,
          '-u',
          `${url}/${scenario === 'slow-read' ? 'a.css' : ''}`,
        ],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      )
      let text = ''
      child.stdout.on('data', (chunk: Buffer) => {
        text = (text + chunk.toString()).slice(-6000)
      })
      child.once('exit', (status) => {
        if (status !== 0) throw new Error(`slowhttptest could not attack: ${text}`)
        shed ||= text.includes('No open connections left')
        resolve()
      })
      const { port } = new URL(url)
      // What the server still holds in the last second, by the kernel's own table: the attacker does not notice every end.
      setTimeout(() => {
        const held = spawnSync('ss', ['-Htn', 'state', 'established', `sport = :${port}`], { encoding: 'utf8' }).stdout
        shed = held.split('\n').length - 1 <= 0.1 * connections
      }, 29_000)
      return
    }
    const target = new URL(url)
    let open = 0
    const sockets = Array.from({ length: connections }, (_, index) => {
      const socket = connect(Number(target.port), target.hostname)
      socket.on('error', () => undefined)
      socket.once('connect', () => {
        open++
        if (index % 2) socket.write(`HEAD / HTTP/1.1\r\nHost: ${target.host}\r\n\r\n`)
      })
      socket.resume()
      socket.once('close', () => open--)
      return socket
    })
    setTimeout(() => {
      shed = open <= 0.1 * connections
      for (const socket of sockets) socket.destroy()
      resolve()
    }, 22_000)
  })
  const success = await shopping(`${url}/`, attack)
  await wait(1500)
  return success < 0.99 ? 'falls' : shed ? 'withstands' : 'holds'
}

const table: {
  server: string
  scenario: string
  truth: string
  verdict: string
  predicted: string
  sure: number | undefined
}[] = []
for (const kind of kinds.filter((candidate) => candidate.name.includes(only))) {
  const server = await kind.start()
  try {
    const predicted = await predictions(server.url)
    const scenarios = kind.http2 ? two : one
    const truths: string[] = []
    for (const scenario of scenarios) truths.push(kind.http2 ? '–' : await truth(server.url, scenario))
    const record = await rehearsal(server.url, scenarios, connections)
    scenarios.forEach((scenario, index) => {
      const result = record.scenarios.find((candidate) => candidate.scenario === scenario)
      const prediction = predicted.find((candidate) => candidate.scenario === scenario)
      const row = {
        server: kind.name,
        scenario,
        truth: truths[index]!,
        verdict: result?.verdict ?? '?',
        predicted: prediction?.expected ?? '–',
        sure: prediction?.confidence,
      }
      table.push(row)
      console.log(
        JSON.stringify({
          ...row,
          because: result?.because,
          limit: result?.limit,
          frames: result?.figures.framesUntilEnd,
        }),
      )
    })
  } finally {
    await server.stop()
  }
}
console.table(table)
const judged = table.filter((row) => row.truth !== '–')
const share = (rows: typeof table, same: (row: (typeof table)[number]) => boolean) =>
  `${rows.filter(same).length} of ${rows.length}`
const good = (word: string) => word === 'withstands'
console.log(`verdict = truth: ${share(judged, (row) => row.verdict === row.truth)}`)
console.log(
  `prediction = verdict: ${share(table, (row) => row.predicted === row.verdict)}; withstands or not: ${share(table, (row) => good(row.predicted) === good(row.verdict))}`,
)
