import { createServer as createHttp2 } from 'node:http2'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveTarget } from '../target.ts'
import { FrameReader, frame, frameType, type SeenFrame } from './h2-frames.ts'
import { speaksHttp2 } from './h2-hello.ts'
import { ResponseReader } from './response-reader.ts'

/** Feeds a text in the pieces given and returns the statuses and sizes seen. */
function read(text: string, cuts: number[], bodiless = false) {
  const seen: [number, number, boolean][] = []
  let broken = 0
  const reader = new ResponseReader(
    ({ status, bytes, closes }) => seen.push([status, bytes, closes]),
    () => broken++,
  )
  reader.bodiless = bodiless
  const bytes = Buffer.from(text, 'latin1')
  let from = 0
  for (const cut of [...cuts.map((one) => one % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]) {
    const piece = Buffer.from(bytes.subarray(from, cut))
    reader.feed(piece, piece.length)
    from = cut
  }
  reader.end()
  return { seen, broken }
}

const sized = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const chunked =
  'HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\nworld!\r\n0\r\nTrailer: a\r\n\r\n'
const empty = 'HTTP/1.1 429 Slow\r\ncontent-length: 0\r\nConnection: close\r\n\r\n'
const interim = 'HTTP/1.1 100 Continue\r\n\r\n'
const noLength = 'HTTP/1.0 200 OK\r\n\r\nuntil the end'

describe('responses off a connection', () => {
  it('are the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 30 }), (cuts) => {
        const whole = sized + interim + chunked + empty + sized + noLength
        expect(read(whole, cuts)).toEqual(read(whole, []))
        expect(read(whole, []).seen.map(([status]) => status)).toEqual([200, 503, 429, 200, 200])
      }),
    )
  })

  it('end with the connection where they have no length', () =>
    expect(read(noLength, []).seen).toEqual([[200, 32, true]]))
  it('without body after HEAD', () =>
    expect(read('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', [], true).seen[0]?.[0]).toBe(200))

  it.each([
    ['a greeting of SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a header without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`],
    ['a chunk size that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a status that is none', 'HTTP/1.1 abc OK\r\n\r\n'],
  ])('%s is no HTTP', (_, text) => expect(read(text, []).broken).toBe(1))

  it('takes any bytes without an error', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.array(fc.nat(300), { maxLength: 5 }),
        (text, cuts) => void read(text, cuts),
      ),
    )
  })
})

describe('HTTP/2 frames', () => {
  it('come out as they went in, however they are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ type: fc.nat(9), stream: fc.nat(1000), size: fc.nat(200) }), { maxLength: 8 }),
        fc.array(fc.nat(2000), { maxLength: 20 }),
        (frames, cuts) => {
          const bytes = Buffer.concat(
            frames.map(({ type, stream, size }) => frame(type, 0, stream, Buffer.alloc(size, type))),
          )
          const seen: SeenFrame[] = []
          const reader = new FrameReader((one) => seen.push(one))
          let from = 0
          for (const cut of [...cuts.map((one) => one % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]) {
            reader.feed(bytes.subarray(from, cut))
            from = cut
          }
          expect(seen.map(({ type, stream, payload }) => [type, stream, payload.length])).toEqual(
            frames.map(({ type, stream, size }) => [type, stream, Math.min(64, size)]),
          )
        },
      ),
    )
  })

  it('are spoken by a real HTTP/2 server', async () => {
    const server = createHttp2()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await speaksHttp2(await resolveTarget(new URL(`http://127.0.0.1:${port}`)))).toBe(true)
    expect(frameType.continuation).toBe(9)
    server.close()
  })
})
