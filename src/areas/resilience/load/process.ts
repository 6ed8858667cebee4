import { type ChildProcess, fork } from 'node:child_process'
import { z } from 'zod'
import { type Attack, type Counters, countersSchema, noCounters, type Order } from './plan.ts'
import { type ShopperOrder, type Visit, visitSchema } from './shopper.ts'

const beatMs = 500

/** Starts one of our own processes, feeds its dead-man switch, and never leaves it behind. */
function startProcess(
  file: string,
  heard: (message: unknown) => void,
): { child: ChildProcess; ended: Promise<void>; silence(): void; stop(): void } {
  const child = fork(new URL(file, import.meta.url), [], {
    // One thread collects garbage: what an attack costs is then all in one thread, and less of it goes into waking others.
    // Node's own code in large pages, where the system gives them: at a low rate the page table is cold at every awakening.
    execArgv: ['--disable-warning=ExperimentalWarning', '--single-threaded-gc', '--use-largepages=silent'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const beat = setInterval(() => child.connected && child.send({ type: 'beat' }), beatMs)
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      clearInterval(beat)
      process.off('exit', kill)
      resolve()
    })
  })
  child.on('message', heard)
  child.on('error', () => undefined)
  return { child, ended, silence: () => clearInterval(beat), stop: kill }
}

export interface AttackProcess {
  pid: number | undefined
  order(order: Order): void
  /** Resolves with the first report: from then on the process only attacks, it no longer starts. */
  ready: Promise<void>
  /** Newest counters. */
  counters(): Counters
  ended: Promise<void>
  alive(): boolean
  /** Stops the beats that keep it alive: what happens when a parent hangs. */
  silence(): void
  stop(): void
}

const countersMessage = z.object({ type: z.enum(['warming', 'counters']), counters: countersSchema })

export function startAttack(attack: Attack): AttackProcess {
  let newest = noCounters()
  let alive = true
  let started: () => void = () => undefined
  const reported = new Promise<void>((resolve) => {
    started = resolve
  })
  const { child, ended, silence, stop } = startProcess('attacker/worker.ts', (message) => {
    const { type, counters } = countersMessage.parse(message)
    if (type === 'warming') return
    newest = counters
    started()
  })
  void ended.then(() => {
    alive = false
  })
  const order = (one: Order) => void (child.connected && child.send(one))
  order({ type: 'start', attack })
  return {
    pid: child.pid,
    order,
    ready: Promise.race([reported, ended]),
    counters: () => newest,
    ended,
    alive: () => alive,
    silence,
    stop,
  }
}

export interface ShopperProcess {
  /** Visits that ended, oldest first. */
  visits: Visit[]
  /** Milliseconds on the shopper's clock of its newest sign of life. */
  clock(): number
  /** Whether every page sent before this moment has come or failed. */
  settled(before: number): boolean
  alive(): boolean
  ended: Promise<void>
  stop(): void
}

const shopperMessage = z.union([
  z.object({ type: z.literal('sent'), at: z.number() }),
  z.object({ type: z.literal('visit'), visit: visitSchema }),
])

export function startShopper(plan: Omit<Extract<ShopperOrder, { type: 'start' }>, 'type'>): ShopperProcess {
  const visits: Visit[] = []
  const pending = new Set<number>()
  let clock = 0
  const { child, ended, stop } = startProcess('shopper/worker.ts', (message) => {
    const parsed = shopperMessage.parse(message)
    if (parsed.type === 'sent') {
      clock = parsed.at
      pending.add(clock)
    } else {
      pending.delete(parsed.visit.at)
      visits.push(parsed.visit)
    }
  })
  let alive = true
  void ended.then(() => {
    alive = false
  })
  child.send({ type: 'start', ...plan })
  const settled = (before: number) => [...pending].every((at) => at >= before)
  return { visits, clock: () => clock, settled, alive: () => alive, ended, stop }
}
