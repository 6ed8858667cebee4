// The load generator beside wrk, its memory with 10,000 slow connections, and whether it disturbs the legitimate user's measure.
//   node bench/resilience/generator.bench.ts [seconds]
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Attack, Caps } from '../../src/areas/resilience/load/plan.ts'
import { startAttack, startShopper } from '../../src/areas/resilience/load/process.ts'
import { between } from '../../src/areas/resilience/rehearse/legitimate.ts'
import { resolveTarget, type Target } from '../../src/areas/resilience/target.ts'

const seconds = Number(process.argv[2] ?? 4)
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
  labOnly: true,
})
const target = await resolveTarget(new URL(`http://127.0.0.1:${port}`))

/** Requests for each processor second of the client. */
function wrk(): { perSecond: number; perCpuSecond: number } {
  const ran = spawnSync('/usr/bin/time', ['-f', '%U %S', 'wrk', '-t1', '-c64', `-d${seconds}`, target.origin], {
    encoding: 'utf8',
  })
  const cpu = ran.stderr
    .trim()
    .split('\n')
    .at(-1)!
    .split(' ')
    .map(Number)
    .reduce((sum, value) => sum + value, 0)
  const requests = Number(/(\d+) requests in/.exec(ran.stdout)?.[1])
  return { perSecond: requests / seconds, perCpuSecond: requests / cpu }
}

async function ours(): Promise<{ perSecond: number; perCpuSecond: number }> {
  const attack = startAttack(base(target))
  await attack.ready
  attack.order({ type: 'level', level: 64 })
  await wait(1000)
  const [first, begun] = [attack.counters(), performance.now()]
  await wait(seconds * 1000)
  const last = attack.counters()
  const elapsed = (performance.now() - begun) / 1000
  attack.stop()
  await attack.ended
  return {
    perSecond: (last.ok - first.ok) / elapsed,
    perCpuSecond: ((last.ok - first.ok) * 1000) / (last.cpuMs - first.cpuMs),
  }
}

try {
  for (let round = 1; round <= 3; round++) {
    const [peer, own] = [wrk(), await ours()]
    console.log(
      `round ${round}: wrk ${Math.round(peer.perSecond)}/s, ${Math.round(peer.perCpuSecond)} a CPU-second; ours ${Math.round(own.perSecond)}/s, ${Math.round(own.perCpuSecond)}; ratio ${(own.perSecond / peer.perSecond).toFixed(2)}, per CPU ${(own.perCpuSecond / peer.perCpuSecond).toFixed(2)}`,
    )
  }

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
  const attack = startAttack({ ...base(target), caps: { ...caps, requestsPerSecond: 20_000 } })
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
