// Cost ratio and knee of a real shop on loopback: our rehearsal beside wrk and the kernel's processor accounting.
//   node bench/resilience/shop.bench.ts URL [process names, e.g. nginx,php-fpm8.2,mariadbd] [rounds]
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { findPages } from '../../src/areas/resilience/pages.ts'
import { kneeOf } from '../../src/areas/resilience/rehearse/figures.ts'
import { resolveTarget } from '../../src/areas/resilience/target.ts'
import { rehearsal } from './rehearsal.ts'

const [url = '', names = 'nginx,php-fpm8.2,mariadbd', rounds = '2'] = process.argv.slice(2)
const wanted = new Set(names.split(',').map((name) => name.slice(0, 15)))

/** Processor seconds of all processes of these names, ended workers included with their parents. */
function serverCpu(): number {
  let ticks = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!wanted.has(readFileSync(`/proc/${pid}/comm`, 'utf8').trim())) continue
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      ticks += [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0)
    } catch {
      // The process ended between the two looks.
    }
  }
  return ticks / 100
}

async function wrk(address: string, connections: number, seconds: number) {
  const before = serverCpu()
  // bash counts processor time in milliseconds; /usr/bin/time cuts it to hundredths, too coarse for a few dozen requests.
  const child = spawn(
    'bash',
    [
      '-c',
      'TIMEFORMAT="CPU %3U %3S"; time wrk "$@"',
      'wrk',
      '-t1',
      `-c${connections}`,
      `-d${seconds}`,
      '--timeout',
      '10s',
      address,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await new Promise((resolve) => child.once('exit', resolve))
  const requests = Number(/(\d+) requests in/.exec(text)?.[1])
  const [, user, system] = /CPU ([\d.]+) ([\d.]+)/.exec(text) ?? []
  await wait(500)
  return {
    perSecond: requests / seconds,
    requests,
    serverMs: (serverCpu() - before) * 1000,
    clientMs: (Number(user) + Number(system)) * 1000,
  }
}

const target = await resolveTarget(new URL(url))
const pages = await findPages(target)
const dear = pages.product ?? pages.home
interface Measured {
  perSecond: number
  requests: number
  serverMs: number
  clientMs: number
}

/**
 * The peer's ramp: as many connections as our own. wrk leaves what is on its way when a step ends: the server works on it, and nobody
 * counts it. Steps of eight seconds keep that below a tenth even at 32 connections; with two seconds it was a quarter.
 */
const stepSeconds = 8

/**
 * What wrk spends when it only starts and waits, milliseconds in one step: on a server that takes connections and never answers. Ours
 * leaves out the same by its own meter, and at a dozen requests a second it weighs as much as they do.
 */
async function waitingMs(): Promise<number> {
  const silent = createServer((socket) => void socket.on('error', () => undefined))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const runs: number[] = []
  for (const connections of [1, 8, 32])
    runs.push((await wrk(`http://127.0.0.1:${port}/`, connections, stepSeconds)).clientMs)
  silent.close()
  return runs.reduce((sum, ms) => sum + ms, 0) / runs.length
}
const standing = await waitingMs()
console.log(`wrk waits for ${standing.toFixed(1)} ms of processor time in ${stepSeconds} s`)

async function ramp(): Promise<Measured[]> {
  const steps: Measured[] = []
  for (const connections of [1, 2, 4, 8, 16, 32]) {
    const step = await wrk(new URL(dear, url).href, connections, stepSeconds)
    steps.push({ ...step, clientMs: step.clientMs - standing })
  }
  return steps
}

for (let round = 1; round <= Number(rounds); round++) {
  // Pages may take long here: what they cost is asked, no verdict.
  // Before and after ours: what else the machine does then falls on both alike.
  const before = await ramp()
  const record = await rehearsal(url, ['flood-dear'], 32, { watch: names.split(','), maxSeconds: 120, pageSeconds: 30 })
  const after = await ramp()
  // The same statistics as the rehearsal's: all processor time by all answers, the knee of the ramp that is the mean of both.
  const all = [...before, ...after]
  const sum = (pick: (step: Measured) => number) => all.reduce((total, step) => total + pick(step), 0)
  const requests = sum((step) => step.requests)
  const ramps = before.map((step, index) => ({ perSecond: (step.perSecond + after[index]!.perSecond) / 2 }))
  const peer = {
    knee: kneeOf(ramps)!.perSecond,
    most: Math.max(...ramps.map((step) => step.perSecond)),
    serverMs: sum((step) => step.serverMs) / requests,
    clientMs: sum((step) => step.clientMs) / requests,
  }
  const {
    kneePerSecond = 0,
    capacityPerSecond = 0,
    serverMsPerRequest = 0,
    clientMsPerRequest = 1,
    costRatio = 0,
  } = record.scenarios[0]?.figures ?? {}
  console.log(`round ${round}, ${dear}, load ${loadavg()[0]?.toFixed(1)}`)
  console.table({
    wrk: {
      knee: peer.knee,
      most: peer.most,
      serverMs: peer.serverMs,
      clientMs: peer.clientMs,
      ratio: peer.serverMs / peer.clientMs,
    },
    ours: {
      knee: kneePerSecond,
      most: capacityPerSecond,
      serverMs: serverMsPerRequest,
      clientMs: clientMsPerRequest,
      ratio: costRatio,
    },
    'ours/wrk': {
      knee: kneePerSecond / peer.knee,
      most: capacityPerSecond / peer.most,
      serverMs: serverMsPerRequest / peer.serverMs,
      clientMs: clientMsPerRequest / peer.clientMs,
      ratio: costRatio / (peer.serverMs / peer.clientMs),
    },
  })
}
