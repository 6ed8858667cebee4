import type { TLSSocket } from 'node:tls'
import type { Target } from '../target.ts'
import { connectedEvent, connectTo } from './connect.ts'
import { FrameReader, frameType, preface } from './h2-frames.ts'

/** Whether a server speaks HTTP/2: by ALPN on TLS, with prior knowledge in the clear. One connection. */
export function speaksHttp2(target: Target, timeoutMs = 3000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTo(target, { alpn: ['h2', 'http/1.1'] })
    const done = (spoken: boolean) => {
      clearTimeout(timer)
      resolve(spoken)
      socket.destroy()
    }
    const timer = setTimeout(() => done(false), timeoutMs)
    let first = true
    const reader = new FrameReader((frame) => {
      // RFC 9113, 3.4: the server's first frame is SETTINGS.
      if (first) done(frame.type === frameType.settings && frame.stream === 0)
      first = false
    })
    socket.once(connectedEvent(target), () => {
      if (target.secure && (socket as TLSSocket).alpnProtocol !== 'h2') return done(false)
      socket.write(preface())
    })
    socket.on('data', (chunk: Buffer) => reader.feed(chunk))
    socket.on('error', () => done(false))
    socket.once('close', () => done(false))
  })
}
