import { get, succeeded } from '../wire/get.ts'
import { connectedEvent, connectTo } from '../wire/connect.ts'
import type { Target } from '../target.ts'

/** What a server lets a client send. Statuses as answered; undefined: no answer. */
export interface SizeLimits {
  /** Status for a header of 64 KB, and for an address of 16 KB. */
  header64k: number | undefined
  url16k: number | undefined
  /** Largest announced body that was not refused at once, bytes; nothing of it is sent. */
  bodyAccepted: number | undefined
  bodyRefused: number | undefined
}

const bodies = [2e6, 20e6, 200e6, 2e9]

/** Announces a body with "Expect: 100-continue" and sees whether it is welcome (RFC 9110, 10.1.1). */
function announced(target: Target, path: string, bytes: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connectTo(target)
    const finish = (status: number | undefined) => {
      clearTimeout(timer)
      resolve(status)
      socket.destroy()
    }
    const timer = setTimeout(() => finish(undefined), 2500)
    socket.once(connectedEvent(target), () =>
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${target.authority}\r\nContent-Type: application/octet-stream\r\nContent-Length: ${bytes}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
        'latin1',
      ),
    )
    socket.once('data', (chunk: Buffer) =>
      finish(Number(/^HTTP\/1\.[01] (\d{3})/.exec(chunk.toString('latin1', 0, 16))?.[1]) || undefined),
    )
    socket.on('error', () => finish(undefined))
    socket.once('close', () => finish(undefined))
  })
}

export async function lookAtSizes(target: Target, path: string, signal: AbortSignal): Promise<SizeLimits> {
  const header = await get(target, path, { headers: { 'x-large': 'x'.repeat(64_000) }, signal, timeoutMs: 5000 })
  const url = await get(target, `${path}${path.includes('?') ? '&' : '?'}x=${'x'.repeat(16_000)}`, {
    signal,
    timeoutMs: 5000,
  })
  let bodyAccepted: number | undefined
  let bodyRefused: number | undefined
  for (const bytes of bodies) {
    if (signal.aborted || bodyRefused !== undefined) break
    const status = await announced(target, path, bytes)
    if (status === 413 || status === undefined) bodyRefused = status === 413 ? bytes : undefined
    else bodyAccepted = bytes
    if (status === undefined) break
  }
  return {
    header64k: succeeded(header) ? header.status : undefined,
    url16k: succeeded(url) ? url.status : undefined,
    bodyAccepted,
    bodyRefused,
  }
}
