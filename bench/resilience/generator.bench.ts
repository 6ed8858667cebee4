// The load generator beside wrk, its memory with 10,000 slow connections, and whether it disturbs the legitimate user's measure.
//   node bench/resilience/generator.bench.ts [seconds] [rounds]
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Attack, Caps } from '../../src/areas/resilience/load/plan.ts'
import { startAttack, startShopper } from '../../src/areas/resilience/load/process.ts'
import { between } from '../../src/areas/resilience/rehearse/legitimate.ts'
import { resolveTarget, type Target } from '../../src/areas/resilience/target.ts'

const seconds = Number(process.argv[2] ?? 3)
const rounds = Number(process.argv[3] ?? 5)
const dir = mkdtempSync(join(tmpdir(), 'resilience-generator-'))
const port = 20_000 + (process.pid % 10_000)
writeFileSync(
  join(dir, 'conf'),
  `daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error; worker_rlimit_nofile 20000;
events { worker_connections 19000; }
http { access_log off; keepalive_requests 1000000000; client_header_timeout 600s; server { listen 127.0.0.1:${port} backlog=16384; location / { return 200 "hello hello hello hello\\n"; } } }`,
)
const nginx = spawn('nginx', ['-c', join(dir, 'conf')], { stdio: 'ignore' })
await wait(800)

const caps: Caps = {
  connections: 12_000,
  connectionsPerSecond: 5000,
  requestsPerSecond: 1_000_000,
  bytes: 1e11,
  seconds: 120,
}
// Not the laboratory's politeness (a lower priority, so that server and user come first on one machine): the bare generator.
const base = (target: Target): Attack => ({
  target,
  kind: 'flood',
  scenario: 'flood-static',
  method: 'GET',
  path: '/',
  pipelined: 1,
  dribbleSeconds: 5,
  reopen: false,
  caps,
  labOnly: false,
})
const target = await resolveTarget(new URL(`http://127.0.0.1:${port}`))

interface Rate {
  requests: number
  elapsed: number
  cpuMs: number
}

function wrk(): Rate {
  const ran = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="CPU %3U %3S"; time wrk "$@"', 'wrk', '-t1', '-c64', `-d${seconds}`, target.origin],
    { encoding: 'utf8' },
  )
  const [, user, system] = /CPU ([\d.]+) ([\d.]+)/.exec(ran.stderr) ?? []
  return {
    requests: Number(/(\d+) requests in/.exec(ran.stdout)?.[1]),
    elapsed: seconds,
    cpuMs: (Number(user) + Number(system)) * 1000,
  }
}

/** All threads of a process, milliseconds: the compiler's and the collector's are part of what a core gives. */
function processCpuMs(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function ours(): Promise<Rate> {
  const attack = startAttack(base(target))
  await attack.ready
  attack.order({ type: 'level', level: 64 })
  await wait(1000)
  const [first, begun, used] = [attack.counters(), performance.now(), processCpuMs(attack.pid)]
  await wait(seconds * 1000)
  const last = attack.counters()
  const [elapsed, cpuMs] = [(performance.now() - begun) / 1000, processCpuMs(attack.pid) - used]
  attack.stop()
  await attack.ended
  return { requests: last.ok - first.ok, elapsed, cpuMs }
}

const perCpu = (rate: Rate) => (rate.requests * 1000) / rate.cpuMs
const sum = (rates: readonly Rate[]): Rate => ({
  requests: rates.reduce((all, rate) => all + rate.requests, 0),
  elapsed: rates.reduce((all, rate) => all + rate.elapsed, 0),
  cpuMs: rates.reduce((all, rate) => all + rate.cpuMs, 0),
})
const words = (rate: Rate) =>
  `${Math.round(rate.requests / rate.elapsed)}/s, ${Math.round(perCpu(rate))} a CPU-second, ${((rate.cpuMs * 1000) / rate.requests).toFixed(2)} µs each`

try {
  // In turn, so that whatever else this machine does falls on both.
  const pairs: [Rate, Rate][] = []
  for (let round = 1; round <= rounds; round++) {
    const pair: [Rate, Rate] = [wrk(), await ours()]
    pairs.push(pair)
    const [peer, own] = pair
    console.log(
      `round ${round}: wrk ${words(peer)}; ours ${words(own)}; ratio a CPU-second ${(perCpu(own) / perCpu(peer)).toFixed(2)}`,
    )
  }
  const [peer, own] = [sum(pairs.map(([one]) => one)), sum(pairs.map(([, one]) => one))]
  const ratios = pairs.map(([one, other]) => perCpu(other) / perCpu(one)).toSorted((a, b) => a - b)
  console.log(
    `all: wrk ${words(peer)}; ours ${words(own)}; ratio a CPU-second ${(perCpu(own) / perCpu(peer)).toFixed(2)}, median of rounds ${ratios[ratios.length >> 1]?.toFixed(2)}; load ${loadavg()[0]?.toFixed(1)}`,
  )

  const slow = startAttack({ ...base(target), kind: 'hold', scenario: 'slow-headers' })
  await slow.ready
  slow.order({ type: 'level', level: 10_000 })
  for (let looks = 0; looks < 200 && slow.counters().open < 10_000; looks++) await wait(100)
  await wait(6000)
  const open = slow.counters().open
  const pid = slow.pid
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  console.log(`${open} slow connections held, each dribbled at least once: ${Math.round(peak)} MB peak`)
  slow.stop()
  await slow.ended

  // An idle server is visited while the generator floods another one: only the generator itself could slow the measure down.
  const idle = createServer((_, response) => response.end('x'))
  await new Promise<void>((resolve) => idle.listen(0, '127.0.0.1', resolve))
  const shop = await resolveTarget(new URL(`http://127.0.0.1:${(idle.address() as AddressInfo).port}`))
  const shopper = startShopper({
    target: shop,
    steps: [{ name: 'home', path: '/' }],
    localAddress: '127.0.0.77',
    everyMs: 50,
    timeoutMs: 3000,
    seconds: 60,
  })
  await wait(1500 + seconds * 1000)
  const middle = shopper.clock()
  const attack = startAttack({ ...base(target), labOnly: true, caps: { ...caps, requestsPerSecond: 20_000 } })
  await attack.ready
  attack.order({ type: 'level', level: 64 })
  await wait(seconds * 1000)
  const end = shopper.clock()
  const rate = attack.counters().ok / seconds
  attack.stop()
  shopper.stop()
  await Promise.all([attack.ended, shopper.ended])
  const [quiet, loud] = [between(shopper.visits, 1000, middle), between(shopper.visits, middle, end)]
  console.log(
    `user on an idle server: quiet p95 ${quiet.p95} ms, ${quiet.success}; beside a flood of ${Math.round(rate)}/s on another server p95 ${loud.p95} ms, ${loud.success}`,
  )
  idle.close()
} finally {
  nginx.kill('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
}
