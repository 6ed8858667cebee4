import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import type { Target } from '../target.ts'

export interface ConnectOptions {
  localAddress?: string | undefined
  /** Reads into one buffer of the caller's instead of a stream: no copies, no queues. */
  onread?: OnReadOpts | undefined
  /** ALPN protocols to offer on TLS. */
  alpn?: string[] | undefined
}

/** Opens one connection to the fixed address of a target: no name is looked up here, so none can rebind. */
export function connectTo(target: Target, options: ConnectOptions = {}): Socket {
  const base = {
    host: target.address,
    port: target.port,
    noDelay: true,
    ...(options.localAddress !== undefined && { localAddress: options.localAddress }),
    ...(options.onread !== undefined && { onread: options.onread }),
  }
  if (!target.secure) return connectTcp(base)
  return connectTls({
    ...base,
    // The certificate is no question here: its faults are findings of other areas.
    rejectUnauthorized: false,
    ...(isIP(target.hostname) === 0 && { servername: target.hostname }),
    ...(options.alpn !== undefined && { ALPNProtocols: options.alpn }),
  } as ConnectionOptions)
}

export const connectedEvent = (target: Target) => (target.secure ? 'secureConnect' : 'connect')
