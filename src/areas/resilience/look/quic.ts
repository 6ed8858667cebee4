import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Target } from '../target.ts'

/** A QUIC packet of a version that nobody speaks, so that a server answers with the versions it does (RFC 9000, 6 and 15). */
export function greeting(random: () => number): Buffer {
  const packet = Buffer.alloc(1200)
  packet[0] = 0xc0
  // 0x?a?a?a?a is reserved to force version negotiation.
  packet.writeUInt32BE(0x1a2a3a4a, 1)
  packet[5] = 8
  for (let at = 6; at < 14; at++) packet[at] = Math.floor(random() * 256)
  packet[14] = 8
  for (let at = 15; at < 23; at++) packet[at] = Math.floor(random() * 256)
  return packet
}

/** Versions in a Version Negotiation packet, or undefined where it is none. Pure. */
export function negotiated(packet: Buffer): number[] | undefined {
  if (packet.length < 7 || (packet[0]! & 0x80) === 0 || packet.readUInt32BE(1) !== 0) return undefined
  let at = 6 + packet[5]!
  at += 1 + (packet[at] ?? 0)
  const versions: number[] = []
  for (; at + 4 <= packet.length; at += 4) versions.push(packet.readUInt32BE(at))
  return versions.length > 0 ? versions : undefined
}

/** Whether HTTP/3's transport answers on the same port. One packet. */
export function speaksQuic(target: Target, timeoutMs = 1500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(target.address) ? 'udp6' : 'udp4')
    const finish = (spoken: boolean) => {
      clearTimeout(timer)
      resolve(spoken)
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.close()
    }
    const timer = setTimeout(() => finish(false), timeoutMs)
    socket.on('error', () => finish(false))
    socket.on('message', (packet) => finish(negotiated(packet) !== undefined))
    socket.connect(target.port, target.address, () => socket.send(greeting(Math.random)))
  })
}
