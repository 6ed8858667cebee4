import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { connectedEvent, connectTo } from '../wire/connect.ts'
import type { Target } from '../target.ts'

export interface PerClientLimit {
  tried: number
  /** Connections that the server let stand; equal to `tried` when no limit showed. */
  stood: number
  /** How the others were refused, e.g. "429", "closed". */
  refusedBy?: string
}

const most = 55

/** Opens up to 55 connections with a half-sent body each and sees how many the server lets stand; two seconds in all. */
export async function lookAtPerClientLimit(
  target: Target,
  path: string,
  signal: AbortSignal,
): Promise<PerClientLimit | { unclear: string }> {
  const sockets: Socket[] = []
  const outcomes = new Map<Socket, string>()
  try {
    for (let index = 0; index < most && !signal.aborted; index++) {
      const socket = connectTo(target)
      sockets.push(socket)
      socket.once(connectedEvent(target), () =>
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: ${target.authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000\r\n\r\na=`,
          'latin1',
        ),
      )
      socket.once('data', (chunk: Buffer) =>
        outcomes.set(socket, /^HTTP\/1\.[01] (\d{3})/.exec(chunk.toString('latin1', 0, 16))?.[1] ?? 'nonsense'),
      )
      socket.on('error', () => undefined)
      socket.once('close', () => !outcomes.has(socket) && outcomes.set(socket, 'closed'))
      await wait(15)
    }
    await wait(1500, undefined, { signal }).catch(() => undefined)
    const refusals = [...outcomes.values()].filter(
      (outcome) => outcome === '429' || outcome === '503' || outcome === 'closed',
    )
    const early = outcomes.size - refusals.length
    if (early > most / 2)
      return { unclear: 'The server answered before the body was complete, so the connections were never held.' }
    const refusedBy = refusals[0]
    return {
      tried: sockets.length,
      stood: sockets.length - refusals.length,
      ...(refusedBy !== undefined && { refusedBy }),
    }
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}
