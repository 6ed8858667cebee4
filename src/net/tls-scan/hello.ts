import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'

export interface HelloOptions {
  /** Protocol version: 0x0300 (SSL 3.0) to 0x0304 (TLS 1.3). */
  version: number
  suites: readonly number[]
  groups: readonly number[]
  host: string
}

const u8 = (value: number) => Buffer.from([value])
const u16 = (value: number) => Buffer.from([value >> 8, value & 255])
const vector8 = (body: Buffer) => Buffer.concat([u8(body.length), body])
const vector16 = (body: Buffer) => Buffer.concat([u16(body.length), body])
const words = (values: readonly number[]) => Buffer.concat(values.map(u16))
const extension = (type: number, body: Buffer) => Buffer.concat([u16(type), vector16(body)])

const signatureSchemes = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0402,
  0x0202,
]

/** A ClientHello record (RFC 5246 7.4.1.2, RFC 8446 4.1.2). TLS 1.3 offers no key share: the answer is then a HelloRetryRequest. */
export function clientHello({ version, suites, groups, host }: HelloOptions): Buffer {
  const tls13 = version === 0x0304
  const extensions: Buffer[] = []
  if (version > 0x0300) {
    if (isIP(host) === 0)
      extensions.push(extension(0, vector16(Buffer.concat([u8(0), vector16(Buffer.from(host, 'ascii'))]))))
    extensions.push(
      extension(10, vector16(words(groups))),
      extension(11, vector8(u8(0))),
      extension(13, vector16(words(signatureSchemes))),
    )
  }
  if (tls13)
    extensions.push(
      extension(43, vector8(words([0x0304]))),
      extension(45, vector8(u8(1))),
      extension(51, vector16(Buffer.alloc(0))),
    )
  const body = Buffer.concat([
    u16(tls13 ? 0x0303 : version),
    randomBytes(32),
    vector8(tls13 ? randomBytes(32) : Buffer.alloc(0)),
    vector16(words(version > 0x0300 ? suites : [...suites, 0x00ff])),
    vector8(u8(0)),
    ...(extensions.length > 0 ? [vector16(Buffer.concat(extensions))] : []),
  ])
  const handshake = Buffer.concat([u8(1), u8(body.length >> 16), u16(body.length & 0xffff), body])
  return Buffer.concat([u8(22), u16(Math.min(version, 0x0301)), vector16(handshake)])
}

/** What a server answered. */
export type ServerAnswer =
  | { kind: 'hello'; version: number; suite: number; group: number | undefined }
  | { kind: 'alert'; code: number }
  | { kind: 'other' }

/** Reads the first record of a server's answer; undefined while more bytes are needed. Never throws on any bytes. */
export function readAnswer(bytes: Buffer): ServerAnswer | undefined {
  if (bytes.length < 5) return undefined
  const length = bytes.readUInt16BE(3)
  if (bytes[0] === 21) return bytes.length < 7 ? undefined : { kind: 'alert', code: bytes[6]! }
  if (bytes[0] !== 22 || bytes[1] !== 3) return { kind: 'other' }
  if (bytes.length < 5 + length) return undefined
  const body = bytes.subarray(5, 5 + length)
  if (body[0] !== 2 || body.length < 4 + 2 + 32 + 1) return { kind: 'other' }
  let at = 4
  let version = body.readUInt16BE(at)
  at += 2 + 32
  at += 1 + (body[at] ?? 0)
  if (at + 3 > body.length) return { kind: 'other' }
  const suite = body.readUInt16BE(at)
  at += 3
  let group: number | undefined
  const end = at + 2 <= body.length ? Math.min(body.length, at + 2 + body.readUInt16BE(at)) : at
  at += 2
  while (at + 4 <= end) {
    const type = body.readUInt16BE(at)
    const size = body.readUInt16BE(at + 2)
    if (type === 43 && size === 2 && at + 6 <= end) version = body.readUInt16BE(at + 4)
    if (type === 51 && size >= 2 && at + 6 <= end) group = body.readUInt16BE(at + 4)
    at += 4 + size
  }
  return { kind: 'hello', version, suite, group }
}
