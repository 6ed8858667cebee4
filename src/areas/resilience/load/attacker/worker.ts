// One attacking process: does what its parent orders, within its own caps, and ends with its parent.
import { setPriority } from 'node:os'
import { describeError, ShopwardenError } from '../../../../core/errors.ts'
import { isLab } from '../../target.ts'
import { Flood } from '../flood.ts'
import { Holder } from '../holder.ts'
import { Http2Attack } from '../http2.ts'
import { type Attack, noCounters, orderSchema } from '../plan.ts'
import { wordsFrom } from '../requests.ts'
import { startMeter, warmUp } from '../warm-up.ts'
import { deadMansSwitch, startWatchdog } from '../watchdog.ts'

// Floods go on by themselves when an answer comes or a connection ends: each awakening less makes their cost clearer.
const tickMs = { flood: 250, hold: 20, http2: 10 } as const
const reportMs = 250
/** In a laboratory all share one machine, and the attack may starve the very process that should beat. */
const silenceMs = { lab: 8000, public: 2000 }

/** Most that a flood's warm-up and its meter take. */
const preparingSeconds = 10

const counters = noCounters()
let engine: Flood | Holder | Http2Attack | undefined

let patienceMs = silenceMs.lab
let meter: (() => number) | undefined
/** Until an attack is ready to begin, its reports only say so: the meter learns what they cost. */
let warming = true

function report(): void {
  counters.cpuMs = meter?.() ?? 0
  if (engine instanceof Flood) {
    const [p50, p95] = [engine.latencies.quantile(0.5), engine.latencies.quantile(0.95)]
    engine.latencies.clear()
    if (p50 !== undefined) engine.rest.learn(p50)
    delete counters.p50
    delete counters.p95
    Object.assign(counters, p50 !== undefined && { p50 }, p95 !== undefined && { p95 })
  }
  process.send?.({ type: warming ? 'warming' : 'counters', counters })
}

function stopBy(reason: string): void {
  counters.stopped ??= reason
  engine?.drop()
}

async function start(attack: Attack): Promise<void> {
  if (attack.labOnly && !isLab(attack.target))
    throw new ShopwardenError('SW_RESILIENCE_NOT_AUTHORISED', 'Without proof only loopback and private addresses', {
      where: attack.target.address,
    })
  if (!attack.labOnly) patienceMs = silenceMs.public
  startWatchdog(attack.caps.seconds + 5 + (attack.kind === 'flood' ? preparingSeconds : 0))
  // The server and the legitimate user come first where all share one machine; who only holds connections needs next to nothing,
  // and must not be late: a request that follows its connection too slowly lets the server drop it as idle.
  if (attack.labOnly && attack.kind !== 'hold') setPriority(0, 5)
  engine =
    attack.kind === 'flood'
      ? new Flood(attack, counters, wordsFrom(Math.random))
      : attack.kind === 'http2'
        ? new Http2Attack(attack, counters)
        : new Holder(attack, counters)
  if (attack.kind === 'flood') await warmUp(attack, report)
  // Its time begins with the attack, not with what is learnt before it.
  let end = Infinity
  setInterval(() => {
    const now = performance.now()
    if (now > end) stopBy('the longest time was reached')
    if (counters.bytesIn + counters.bytesOut > attack.caps.bytes) stopBy('the most bytes were reached')
    engine?.tick(now)
  }, tickMs[attack.kind])
  setInterval(report, reportMs)
  if (attack.kind === 'flood') meter = await startMeter(3)
  warming = false
  end = performance.now() + attack.caps.seconds * 1000
  report()
}

const leave = () => process.exit(0)
const dead = deadMansSwitch(() => patienceMs, leave)
process.on('disconnect', leave)
// Ctrl-C reaches the whole group: the parent decides and tells us, or its end ends us.
process.on('SIGINT', () => undefined)
process.on('message', (message) => {
  const order = orderSchema.parse(message)
  dead.beat()
  if (order.type === 'start') {
    start(order.attack).catch((error: unknown) => {
      process.stderr.write(`${describeError(error)}\n`)
      process.exit(2)
    })
  } else if (order.type === 'level') engine?.setLevel(order.level)
  else if (order.type === 'cease') engine?.cease()
  else if (order.type === 'drop') {
    engine?.drop()
    setImmediate(report)
  }
})
