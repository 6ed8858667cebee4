import type { Socket } from 'node:net'
import { connectedEvent, connectTo } from '../wire/connect.ts'
import { ResponseReader } from '../wire/response-reader.ts'
import { Latencies } from './latencies.ts'
import { Allowance } from './allowance.ts'
import type { Attack, Counters } from './plan.ts'
import { type RandomWord, requestMaker } from './requests.ts'
import { Rest } from './rest.ts'

interface Line {
  socket: Socket
  reader: ResponseReader
  sentAt: number
  waiting: boolean
  connected: boolean
}

// One read buffer for all connections: each piece is parsed before the next is read.
const shared = Buffer.allocUnsafe(65_536)

/** How soon to look again where a cap holds the attack back: well within what an allowance saves up. */
const soonMs = 50

/** Asks on `level` connections at once, the next request as soon as an answer is complete (a closed loop, as wrk does). */
export class Flood {
  readonly #attack: Attack
  readonly #counters: Counters
  readonly #make: () => string | Buffer
  readonly #lines = new Set<Line>()
  readonly latencies = new Latencies()
  readonly rest = new Rest()
  #level = 0
  #ceased = false
  readonly #requests: Allowance
  readonly #openings: Allowance
  #later: NodeJS.Timeout | undefined

  constructor(attack: Attack, counters: Counters, word: RandomWord) {
    this.#attack = attack
    this.#counters = counters
    // A tenth of a second of requests may be saved up, no more: a cap is a cap in every second.
    this.#requests = new Allowance(attack.caps.requestsPerSecond, attack.caps.requestsPerSecond / 10 + 1)
    this.#openings = new Allowance(attack.caps.connectionsPerSecond, attack.caps.connectionsPerSecond)
    this.#make = requestMaker(attack, word)
  }

  setLevel(level: number): void {
    this.#level = Math.min(level, this.#attack.caps.connections)
    this.tick(performance.now())
  }

  cease(): void {
    this.#ceased = true
  }

  drop(): void {
    this.#ceased = true
    clearTimeout(this.#later)
    for (const { socket } of this.#lines) socket.destroy()
  }

  /** Opens what is missing and asks where a line is free. What happens between two ticks looks after itself. */
  tick(now: number): void {
    this.#fill(now)
    for (const line of this.#lines) if (line.connected && !line.waiting) this.#ask(line, now)
  }

  #fill(now: number): void {
    this.#openings.refill(now)
    while (!this.#ceased && this.#lines.size < this.#level && this.#openings.left >= 1) {
      this.#openings.spend(1)
      this.#open()
    }
    if (this.#lines.size < this.#level) this.#tickSoon()
  }

  /** A cap keeps us waiting: looks again shortly, and only then, because every awakening counts as the attacker's cost. */
  #tickSoon(): void {
    if (this.#ceased || this.#later !== undefined) return
    this.#later = setTimeout(() => {
      this.#later = undefined
      this.tick(performance.now())
    }, soonMs)
  }

  #ask(line: Line, now: number): void {
    if (this.#ceased) return
    if (this.#lines.size > this.#level) {
      // Out of the count at once: the next line must not take this one for the surplus.
      this.#lines.delete(line)
      return void line.socket.destroy()
    }
    if (this.#requests.left < 1) this.#requests.refill(now)
    if (this.#requests.left < 1) return this.#tickSoon()
    this.#requests.spend(1)
    const bytes = this.#make()
    line.waiting = true
    line.sentAt = now
    this.#counters.requests++
    this.#counters.bytesOut += bytes.length
    line.socket.write(bytes, 'latin1')
  }

  #open(): void {
    const counters = this.#counters
    const socket = connectTo(this.#attack.target, {
      onread: {
        buffer: shared,
        callback: (length: number) => {
          counters.bytesIn += length
          this.rest.afterThisTurn()
          line.reader.feed(shared, length)
          return true
        },
      },
    })
    const reader = new ResponseReader(
      ({ status, closes }) => {
        const now = performance.now()
        this.latencies.add(now - line.sentAt)
        if (status === 429 || status === 503) counters.limited++
        else if (status >= 500) counters.serverErrors++
        else if (status >= 400) counters.clientErrors++
        else counters.ok++
        line.waiting = false
        if (closes) socket.end()
        else this.#ask(line, now)
      },
      () => {
        counters.nonsense++
        socket.destroy()
      },
    )
    reader.bodiless = this.#attack.method === 'HEAD'
    const line: Line = { socket, reader, sentAt: 0, waiting: false, connected: false }
    this.#lines.add(line)
    counters.tried++
    socket.once(connectedEvent(this.#attack.target), () => {
      line.connected = true
      counters.opened++
      counters.open++
      this.#ask(line, performance.now())
    })
    socket.on('error', () => undefined)
    socket.once('end', () => {
      reader.end()
      socket.destroy()
    })
    socket.once('close', () => {
      this.#lines.delete(line)
      if (!line.connected) {
        if (!this.#ceased) counters.refused++
      } else {
        counters.open--
        if (line.waiting && !this.#ceased) counters.shed++
      }
      this.#fill(performance.now())
    })
  }
}
