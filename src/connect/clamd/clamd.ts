import { open } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { ShopwardenError } from '../../core/errors.ts'

/** What clamd says of itself: engine, number and date of its signatures (`VERSION` of clamd(8)). */
export interface ClamdVersion {
  engine: string
  signatures: number
  /** When the signatures were made; undefined where clamd has none. */
  signaturesAt: Date | undefined
}

export type ClamdVerdict = { clean: true } | { clean: false; virus: string }

const deadlineMs = 30_000
const chunkBytes = 65_536

const failed = (message: string, address: string, cause?: unknown) =>
  new ShopwardenError('SW_CLAMD', message, {
    where: address,
    fix: 'Check that clamd runs and that this user may use its socket (LocalSocketGroup in clamd.conf).',
    cause,
  })

function dial(address: string): Socket {
  if (address.startsWith('/')) return connect({ path: address })
  const at = address.lastIndexOf(':')
  const port = Number(address.slice(at + 1))
  if (at < 1 || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw failed(`"${address}" is neither the path of a socket nor host:port`, address)
  return connect({ host: address.slice(0, at), port })
}

/** Sends one command in the `z` form (answers end with NUL) and gives the answer; `body` is streamed behind it. */
function ask(address: string, command: string, body?: AsyncIterable<Buffer>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = dial(address)
    const timer = setTimeout(() => {
      socket.destroy()
      reject(failed(`clamd did not answer within ${deadlineMs / 1000} s`, address))
    }, deadlineMs)
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      answer += chunk
      if (answer.length > 10_000 || answer.includes('\0')) socket.end()
    })
    socket.once('error', (cause) => {
      clearTimeout(timer)
      // clamd closes the connection on a stream over its limit; what it said before counts.
      if (answer.includes('\0')) resolve(answer.replace(/\0[^]*$/, ''))
      else reject(failed('clamd cannot be reached', address, cause))
    })
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(answer.replace(/\0[^]*$/, ''))
    })
    socket.once('connect', () => {
      void (async () => {
        socket.write(`z${command}\0`)
        if (!body) return
        for await (const chunk of body) {
          const size = Buffer.alloc(4)
          size.writeUInt32BE(chunk.length)
          if (!socket.writable) return
          if (!socket.write(Buffer.concat([size, chunk])))
            await new Promise((drained) => socket.once('drain', drained).once('close', drained))
        }
        if (socket.writable) socket.write(Buffer.alloc(4))
      })().catch((cause: unknown) => {
        socket.destroy()
        reject(failed('the file could not be sent', address, cause))
      })
    })
  })
}

/** @throws SW_CLAMD where clamd cannot be reached */
export async function clamdVersion(address: string): Promise<ClamdVersion> {
  const answer = await ask(address, 'VERSION')
  const [engine = '', signatures, date] = answer.split('/')
  const at = date === undefined ? Number.NaN : Date.parse(`${date} UTC`)
  return { engine, signatures: Number(signatures ?? 0), signaturesAt: Number.isNaN(at) ? undefined : new Date(at) }
}

/** Looks at bytes at hand (INSTREAM of clamd(8)). @throws SW_CLAMD where it cannot be reached or refuses */
export async function clamdScanBytes(address: string, bytes: AsyncIterable<Buffer>): Promise<ClamdVerdict> {
  const answer = (await ask(address, 'INSTREAM', bytes)).trim()
  const found = /^stream: (.+) FOUND$/.exec(answer)
  if (found) return { clean: false, virus: found[1]! }
  if (/^stream: OK$/.test(answer)) return { clean: true }
  throw failed(`clamd said "${answer.slice(0, 120)}"`, address)
}

/**
 * Has clamd look at one file: it sees the bytes only, never the path, so it needs no right to the file.
 * @throws SW_CLAMD where it cannot be reached or refuses, e.g. a file over StreamMaxLength
 */
export async function clamdScan(address: string, path: string): Promise<ClamdVerdict> {
  const file = await open(path).catch((cause: unknown) => {
    throw failed('the file could not be opened', path, cause)
  })
  const content = file.createReadStream({ highWaterMark: chunkBytes }) as AsyncIterable<Buffer>
  return clamdScanBytes(address, content).finally(() => file.close().catch(() => undefined))
}
