/** What one response on a kept-alive connection was. */
export interface SeenResponse {
  status: number
  bytes: number
  /** The server will close after it. */
  closes: boolean
}

const maxHeader = 65_536

/** Value of a hexadecimal digit as a byte of ASCII; undefined where it is none. */
function hexDigit(byte: number): number | undefined {
  if (byte >= 48 && byte <= 57) return byte - 48
  const letter = byte | 0x20
  return letter >= 97 && letter <= 102 ? letter - 87 : undefined
}

/**
 * Reads HTTP/1.1 responses off a connection, however they are cut into pieces, and keeps nothing of their bodies.
 * Calls `seen` for each, `broken` once when the peer speaks no HTTP (then feed nothing more).
 */
export class ResponseReader {
  #head = ''
  #status = 0
  #bytes = 0
  #closes = false
  /** Bytes of body still to come; Infinity: until the connection closes. */
  #left = 0
  #state: 'head' | 'body' | 'size' | 'chunk' | 'chunk-end' | 'trailer' | 'broken' = 'head'
  #line = ''
  #known: { bytes: Buffer; status: number; closes: boolean; length: number } | undefined
  readonly #seen: (response: SeenResponse) => void
  readonly #broken: () => void
  /** Requests answered without a body (HEAD). */
  bodiless = false

  constructor(seen: (response: SeenResponse) => void, broken: () => void) {
    this.#seen = seen
    this.#broken = broken
  }

  get untilClose(): boolean {
    return this.#state === 'body' && this.#left === Infinity
  }

  /** The connection closed: ends a response that has no length of its own. */
  end(): void {
    if (this.untilClose) this.#finish()
  }

  feed(buffer: Buffer, length: number): void {
    let at = 0
    while (at < length && this.#state !== 'broken') {
      if (this.#state === 'head') at = this.#readHead(buffer, at, length)
      else if (this.#state === 'body' || this.#state === 'chunk') {
        const taken = Math.min(this.#left, length - at)
        this.#left -= taken
        this.#bytes += taken
        at += taken
        if (this.#left === 0) {
          if (this.#state === 'body') this.#finish()
          else this.#state = 'chunk-end'
        }
      } else if (this.#state === 'size' && this.#line === '') at = this.#readSize(buffer, at, length)
      else if (this.#state === 'chunk-end' && at + 1 < length && buffer[at] === 13 && buffer[at + 1] === 10) {
        this.#state = 'size'
        at += 2
      } else at = this.#readLine(buffer, at, length)
    }
  }

  #readHead(buffer: Buffer, from: number, to: number): number {
    const before = this.#head.length
    if (before === 0) {
      // Most answers of a flood begin with the very bytes of the last one: nothing to parse then.
      const known = this.#known
      if (
        known !== undefined &&
        to - from >= known.bytes.length &&
        buffer.compare(known.bytes, 0, known.bytes.length, from, from + known.bytes.length) === 0
      ) {
        this.#status = known.status
        this.#closes = known.closes
        this.#bytes = known.bytes.length
        this.#left = known.length
        if (known.length === 0) this.#finish()
        else this.#state = 'body'
        return from + known.bytes.length
      }
      // The common case: the whole head in one piece.
      const end = buffer.indexOf('\r\n\r\n', from, 'latin1')
      if (end !== -1 && end + 4 <= to) {
        this.#head = buffer.toString('latin1', from, end + 4)
        this.#parseHead()
        this.#remember(buffer.subarray(from, end + 4))
        return end + 4
      }
    }
    this.#head += buffer.toString('latin1', from, to)
    const end = this.#head.indexOf('\r\n\r\n')
    if (end === -1) {
      if (this.#head.length > maxHeader || (this.#head.length >= 5 && !this.#head.startsWith('HTTP/'))) this.#fail()
      return to
    }
    const used = end + 4 - before
    this.#head = this.#head.slice(0, end + 4)
    this.#parseHead()
    return from + used
  }

  #parseHead(): void {
    const head = this.#head
    this.#head = ''
    const status = Number(head.slice(9, 12))
    if (!head.startsWith('HTTP/1.') || !(status >= 100 && status <= 999)) return this.#fail()
    if (status >= 100 && status < 200 && status !== 101) return
    this.#status = status
    this.#closes = /\r\nconnection:[^\r]*close/i.test(head) || head.startsWith('HTTP/1.0')
    this.#bytes = head.length
    if (this.bodiless || status === 204 || status === 304 || status === 101) return this.#finish()
    if (/\r\ntransfer-encoding:[^\r]*chunked/i.test(head)) {
      this.#state = 'size'
      return
    }
    const length = /\r\ncontent-length:[ \t]*(\d{1,15})\r\n/i.exec(head)?.[1]
    this.#left = length === undefined ? Infinity : Number(length)
    if (length === undefined) this.#closes = true
    if (this.#left === 0) this.#finish()
    else this.#state = 'body'
  }

  /** Keeps a head with a length of its own; the others end in ways that have to be followed. */
  #remember(bytes: Buffer): void {
    const sized = this.#state === 'body' && this.#left !== Infinity
    this.#known = sized
      ? {
          bytes: Buffer.from(bytes),
          status: this.#status,
          closes: this.#closes,
          length: this.#left,
        }
      : undefined
  }

  /** The usual size line, whole and without extensions, read from its bytes: pages come in many pieces. Others go the longer way. */
  #readSize(buffer: Buffer, from: number, to: number): number {
    let size = 0
    for (let at = from; at < to && at < from + 9; at++) {
      const byte = buffer[at]!
      if (byte === 13 && at > from && at + 1 < to && buffer[at + 1] === 10) {
        this.#left = size
        this.#state = size === 0 ? 'trailer' : 'chunk'
        return at + 2
      }
      const digit = hexDigit(byte)
      if (digit === undefined) break
      size = size * 16 + digit
    }
    return this.#readLine(buffer, from, to)
  }

  #readLine(buffer: Buffer, from: number, to: number): number {
    const end = buffer.indexOf(10, from)
    const stop = end === -1 || end >= to ? to : end + 1
    this.#line += buffer.toString('latin1', from, stop)
    if (this.#line.length > 8192) {
      this.#fail()
      return to
    }
    if (end === -1 || end >= to) return to
    const line = this.#line.trim()
    this.#line = ''
    if (this.#state === 'size') {
      const size = Number.parseInt(line, 16)
      if (!/^[0-9a-f]{1,8}\b/i.test(line)) this.#fail()
      else if (size === 0) this.#state = 'trailer'
      else {
        this.#left = size
        this.#state = 'chunk'
      }
    } else if (this.#state === 'chunk-end') this.#state = 'size'
    else if (this.#state === 'trailer' && line === '') this.#finish()
    return stop
  }

  #finish(): void {
    this.#state = 'head'
    this.#left = 0
    this.#seen({ status: this.#status, bytes: this.#bytes, closes: this.#closes })
  }

  #fail(): void {
    this.#state = 'broken'
    this.#broken()
  }
}
