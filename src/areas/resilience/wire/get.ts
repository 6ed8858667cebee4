import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { VERSION } from '../../../core/version.ts'
import type { Target } from '../target.ts'

export interface Got {
  status: number
  /** Header names in lower case; repeated headers joined. */
  headers: Record<string, string>
  body: string
  /** Milliseconds until the first byte, and until the last. */
  firstMs: number
  ms: number
  /** Milliseconds from the request to the first byte beyond one way there and back (taken from the TCP handshake): the server's work. */
  workMs: number
}

export interface Ask {
  method?: string
  headers?: Record<string, string>
  body?: string
  localAddress?: string | undefined
  timeoutMs?: number
  maxBytes?: number
  signal?: AbortSignal | undefined
}

/**
 * One request to the fixed address of a target on a connection of its own; no redirect is followed, at most `maxBytes`
 * (default 1 MB) are read. Resolves to the error's code where nothing came back.
 */
export function get(target: Target, path: string, ask: Ask = {}): Promise<Got | { failed: string }> {
  const started = performance.now()
  let roundTripMs = 0
  let readyMs = 0
  return new Promise((resolve) => {
    const message = (target.secure ? httpsRequest : httpRequest)({
      host: target.address,
      port: target.port,
      path,
      method: ask.method ?? 'GET',
      agent: false,
      ...(ask.signal && { signal: ask.signal }),
      ...(ask.localAddress !== undefined && { localAddress: ask.localAddress }),
      ...(target.secure && {
        rejectUnauthorized: false,
        ...(isIP(target.hostname) === 0 && { servername: target.hostname }),
      }),
      headers: {
        host: target.authority,
        'user-agent': `Shopwarden/${VERSION}`,
        accept: '*/*',
        connection: 'close',
        ...(ask.body !== undefined && { 'content-length': String(Buffer.byteLength(ask.body)) }),
        ...ask.headers,
      },
    })
    const fail = (failed: string) => {
      clearTimeout(timer)
      resolve({ failed })
      message.destroy()
    }
    const timer = setTimeout(() => fail('timeout'), ask.timeoutMs ?? 10_000)
    message.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message))
    message.once('socket', (socket) => {
      socket.once('connect', () => {
        roundTripMs = readyMs = performance.now() - started
      })
      socket.once('secureConnect', () => {
        readyMs = performance.now() - started
      })
    })
    message.once('response', (response) => {
      const firstMs = performance.now() - started
      const pieces: Buffer[] = []
      let size = 0
      const done = () => {
        clearTimeout(timer)
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : (value ?? ''),
          ]),
        )
        const body = Buffer.concat(pieces).toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          headers,
          body,
          firstMs,
          ms: performance.now() - started,
          workMs: Math.max(0, firstMs - readyMs - roundTripMs),
        })
        message.destroy()
      }
      response.on('data', (piece: Buffer) => {
        pieces.push(piece)
        size += piece.length
        if (size >= (ask.maxBytes ?? 1_000_000)) done()
      })
      response.once('end', done)
      response.once('aborted', () => fail('cut'))
      response.once('error', () => fail('cut'))
    })
    message.end(ask.body)
  })
}

export const succeeded = (got: Got | { failed: string }): got is Got => !('failed' in got)
