import { connectedEvent, connectTo } from '../wire/connect.ts'
import type { Target } from '../target.ts'
import { VERSION } from '../../../core/version.ts'

export const cutOffKinds = [
  'idle',
  'header',
  'header dribbled',
  'body',
  'body dribbled',
  'keep-alive',
  'reader',
] as const
export type CutOffKind = (typeof cutOffKinds)[number]

/** When the server gave up on one connection. Seconds; undefined: it was still open at the end of the wait. */
export interface CutOff {
  kind: CutOffKind
  seconds: number | undefined
  /** First line of an answer, where one came before the end. */
  answer?: string
  failed?: string
}

const dribbleMs = 2000

interface Paths {
  path: string
  asset: string
  /** What the slow reader asks for, so often that the buffers between us are full, where that can be had. */
  large: { path: string; times: number; fills: boolean }
}

function openingOf(kind: CutOffKind, target: Target, { path, asset, large }: Paths): string {
  const headers = `Host: ${target.authority}\r\nUser-Agent: Shopwarden/${VERSION}\r\n`
  if (kind === 'idle') return ''
  if (kind === 'keep-alive') return `GET ${asset} HTTP/1.1\r\n${headers}\r\n`
  if (kind === 'reader') return `GET ${large.path} HTTP/1.1\r\n${headers}\r\n`.repeat(large.times)
  if (kind.startsWith('body'))
    return `POST ${path} HTTP/1.1\r\n${headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000\r\n\r\na=`
  return `GET ${path} HTTP/1.1\r\n${headers}`
}

/** Opens one connection, behaves slowly in one way, and waits for the server to end it. */
function cutOff(
  kind: CutOffKind,
  target: Target,
  paths: Paths,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<CutOff> {
  // An end that came before we listen is not told again.
  if (signal.aborted) return Promise.resolve({ kind, seconds: undefined, failed: 'interrupted' })
  if (kind === 'reader' && !paths.large.fills)
    return Promise.resolve({
      kind,
      seconds: undefined,
      failed: 'not looked at: no file of the start page is large enough to keep a server waiting',
    })
  return new Promise((resolve) => {
    let started = performance.now()
    let connected = false
    let answer: string | undefined
    const dribble = kind === 'header dribbled' ? 'X-Slow: 1\r\n' : kind === 'body dribbled' ? 'b' : undefined
    const socket = connectTo(target, {
      onread: {
        buffer: Buffer.allocUnsafe(kind === 'reader' ? 64 : 4096),
        callback: (length: number, buffer: Uint8Array) => {
          if (answer === undefined) {
            answer = Buffer.from(buffer.buffer, buffer.byteOffset, Math.min(length, 60))
              .toString('latin1')
              .split('\r\n')[0]
            // The wait for a next request begins when the answer has come.
            if (kind === 'keep-alive') started = performance.now()
          }
          return kind !== 'reader'
        },
      },
    })
    const finish = (seconds: number | undefined, failed?: string) => {
      clearTimeout(timer)
      clearInterval(pulse)
      signal.removeEventListener('abort', abort)
      socket.destroy()
      resolve({
        kind,
        seconds: seconds === undefined ? undefined : Math.round(seconds * 10) / 10,
        ...(answer !== undefined && { answer: answer.replace(/[^\x20-\x7e]/g, '?') }),
        ...(failed !== undefined && { failed }),
      })
    }
    const abort = () => finish(undefined, 'interrupted')
    signal.addEventListener('abort', abort, { once: true })
    const timer = setTimeout(() => finish(undefined, connected ? undefined : 'no connection'), waitSeconds * 1000)
    const pulse = setInterval(() => {
      if (!connected) return
      if (dribble !== undefined) socket.write(dribble)
      if (kind === 'reader') {
        // A write tells whether the other side is still there: its own end stays hidden behind what we do not read.
        socket.write('\r\n')
        socket.resume()
      }
    }, dribbleMs)
    socket.once(connectedEvent(target), () => {
      connected = true
      started = performance.now()
      // Writing nothing would end a TLS connection: OpenSSL takes an empty write for a fault.
      const opening = openingOf(kind, target, paths)
      if (opening !== '') socket.write(opening, 'latin1')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => !connected && finish(undefined, error.code ?? error.message))
    socket.once('end', () => finish((performance.now() - started) / 1000))
    socket.once('close', () => connected && finish((performance.now() - started) / 1000))
  })
}

/** All cut-offs at once: seven connections, as long as the slowest or `waitSeconds`. */
export const lookAtCutOffs = (
  target: Target,
  paths: Paths,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<CutOff[]> => Promise.all(cutOffKinds.map((kind) => cutOff(kind, target, paths, waitSeconds, signal)))
