/** The few HTTP/2 frames that the checks need, written and read by hand (RFC 9113, RFC 7541). */

export const frameType = {
  data: 0,
  headers: 1,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const
const flagEndStream = 0x1
const flagEndHeaders = 0x4
const flagAck = 0x1

export function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(9 + payload.length)
  bytes.writeUIntBE(payload.length, 0, 3)
  bytes[3] = type
  bytes[4] = flags
  bytes.writeUInt32BE(stream, 5)
  bytes.set(payload, 9)
  return bytes
}

const none = Buffer.alloc(0)

/** Connection preface, our settings (no push, large windows) and a large connection window. */
export function preface(): Buffer {
  const settings = Buffer.alloc(12)
  settings.writeUInt16BE(0x2, 0)
  settings.writeUInt32BE(0, 2)
  settings.writeUInt16BE(0x4, 6)
  settings.writeUInt32BE(0x7fff_ffff, 8)
  const window = Buffer.alloc(4)
  window.writeUInt32BE(0x7fff_0000, 0)
  return Buffer.concat([
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1'),
    frame(frameType.settings, 0, 0, settings),
    frame(frameType.windowUpdate, 0, 0, window),
  ])
}

/** HPACK integer with a prefix of `bits` (RFC 7541, 5.1). */
function integer(value: number, bits: number, first: number): number[] {
  const limit = 2 ** bits - 1
  if (value < limit) return [first | value]
  const bytes = [first | limit]
  let rest = value - limit
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}

const text = (value: string) => Buffer.concat([Buffer.from(integer(value.length, 7, 0)), Buffer.from(value, 'latin1')])

/** A request's header block: literals without indexing, no Huffman coding. */
export function requestBlock(authority: string, path: string, secure: boolean): Buffer {
  return Buffer.concat([
    Buffer.from([0x82, secure ? 0x87 : 0x86, 0x04]),
    text(path),
    Buffer.from([0x01]),
    text(authority),
    Buffer.from([0x0f, 0x2b]),
    text('Shopwarden'),
  ])
}

/** A header field as a literal without indexing, for header blocks that never end. */
export const literal = (name: string, value: string) => Buffer.concat([Buffer.from([0x00]), text(name), text(value)])

export const headersFrame = (stream: number, block: Uint8Array, ends = true) =>
  frame(frameType.headers, flagEndStream | (ends ? flagEndHeaders : 0), stream, block)

export function rstFrame(stream: number): Buffer {
  // CANCEL, as a browser sends it.
  return frame(frameType.rstStream, 0, stream, Buffer.from([0, 0, 0, 8]))
}

export const continuationFrame = (stream: number, block: Uint8Array) => frame(frameType.continuation, 0, stream, block)
export const settingsAck = () => frame(frameType.settings, flagAck, 0, none)
export const pingAck = (payload: Uint8Array) => frame(frameType.ping, flagAck, 0, payload)

export interface SeenFrame {
  type: number
  stream: number
  endStream: boolean
  ack: boolean
  /** At most the first 64 bytes. */
  payload: Buffer
}

/** Cuts a byte stream into frames; payloads longer than 64 bytes are skipped over, not kept. */
export class FrameReader {
  #header = Buffer.alloc(9)
  #have = 0
  #payload = Buffer.alloc(64)
  #length = 0
  #read = 0
  readonly #seen: (frame: SeenFrame) => void

  constructor(seen: (frame: SeenFrame) => void) {
    this.#seen = seen
  }

  feed(buffer: Buffer, length = buffer.length): void {
    let at = 0
    while (at < length) {
      if (this.#have < 9) {
        const taken = Math.min(9 - this.#have, length - at)
        buffer.copy(this.#header, this.#have, at, at + taken)
        this.#have += taken
        at += taken
        if (this.#have < 9) return
        this.#length = this.#header.readUIntBE(0, 3)
        this.#read = 0
      }
      const taken = Math.min(this.#length - this.#read, length - at)
      if (this.#read < 64) buffer.copy(this.#payload, this.#read, at, at + Math.min(taken, 64 - this.#read))
      this.#read += taken
      at += taken
      if (this.#read < this.#length) return
      this.#have = 0
      const flags = this.#header[4] ?? 0
      this.#seen({
        type: this.#header[3] ?? 0,
        stream: this.#header.readUInt32BE(5) & 0x7fff_ffff,
        endStream: (flags & flagEndStream) !== 0,
        ack: (flags & flagAck) !== 0,
        payload: Buffer.from(this.#payload.subarray(0, Math.min(64, this.#length))),
      })
    }
  }
}
