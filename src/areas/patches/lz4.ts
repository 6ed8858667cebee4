import { ShopwardenError } from '../../core/errors.ts'

// apt keeps its package lists in the LZ4 frame format where the administrator asked for small lists; Node has no LZ4 and
// the npm packages for it are unmaintained or native. Source: LZ4 Frame Format 1.6.3 and LZ4 Block Format.
const magic = 0x184d2204

function broken(what: string): ShopwardenError {
  return new ShopwardenError('SW_PATCHES_LZ4', `The compressed list is damaged: ${what}`, {
    fix: 'Run "apt-get update" on the host.',
  })
}

/** Grows as needed, up to a limit; block matches may reach back into earlier blocks of the frame. */
class Output {
  buffer: Buffer
  length = 0
  readonly #limit: number
  constructor(limit: number) {
    this.#limit = limit
    this.buffer = Buffer.allocUnsafe(Math.min(limit, 1 << 22))
  }
  reserve(extra: number): void {
    const needed = this.length + extra
    if (needed > this.#limit) throw broken('it is larger than any package list')
    if (needed <= this.buffer.length) return
    const grown = Buffer.allocUnsafe(Math.min(this.#limit, Math.max(needed, this.buffer.length * 2)))
    this.buffer.copy(grown, 0, 0, this.length)
    this.buffer = grown
  }
}

function decodeBlock(input: Buffer, out: Output): void {
  let at = 0
  const more = (start: number) => {
    let length = start
    if (start !== 15) return length
    for (;;) {
      const byte = input[at++]
      if (byte === undefined) throw broken('a length runs over the end')
      length += byte
      if (byte !== 255) return length
    }
  }
  while (at < input.length) {
    const token = input[at++]!
    const literals = more(token >> 4)
    if (at + literals > input.length) throw broken('literals run over the end')
    out.reserve(literals)
    input.copy(out.buffer, out.length, at, at + literals)
    out.length += literals
    at += literals
    if (at >= input.length) return
    if (at + 2 > input.length) throw broken('an offset runs over the end')
    const offset = input.readUInt16LE(at)
    at += 2
    const length = more(token & 15) + 4
    if (offset === 0 || offset > out.length) throw broken('a match points before the start')
    out.reserve(length)
    const { buffer } = out
    // Source and target may overlap: that is how runs are written, so it has to go byte by byte.
    for (let from = out.length - offset, end = out.length + length; out.length < end; )
      buffer[out.length++] = buffer[from++]!
  }
}

/** Decompresses an LZ4 frame of at most `maxBytes`. @throws SW_PATCHES_LZ4 when it is damaged or larger. */
export function decompressLz4(input: Buffer, maxBytes: number): Buffer {
  if (input.length < 7 || input.readUInt32LE(0) !== magic) throw broken('it does not start like LZ4')
  const flags = input[4]!
  const hasContentSize = (flags & 8) !== 0
  const hasDictionary = (flags & 1) !== 0
  const blockChecksums = (flags & 16) !== 0
  let at = 6 + (hasContentSize ? 8 : 0) + (hasDictionary ? 4 : 0) + 1
  const out = new Output(maxBytes)
  for (;;) {
    if (at + 4 > input.length) throw broken('it ends too early')
    const header = input.readUInt32LE(at)
    at += 4
    if (header === 0) return out.buffer.subarray(0, out.length)
    const size = header & 0x7fffffff
    if (at + size > input.length) throw broken('a block runs over the end')
    const block = input.subarray(at, at + size)
    if (header >>> 31 === 1) {
      out.reserve(size)
      block.copy(out.buffer, out.length)
      out.length += size
    } else {
      decodeBlock(block, out)
    }
    at += size + (blockChecksums ? 4 : 0)
  }
}
