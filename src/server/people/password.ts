import { randomBytes, timingSafeEqual } from 'node:crypto'
import { argon2Of, type Cost } from '../../connect/password-hash/argon2.ts'

/** OWASP's first choice for argon2id (Password Storage Cheat Sheet): 46 MiB, one lane; two passes for good measure. */
const settings = { memory: 47_104, passes: 2, parallelism: 1, tagLength: 32 }

const derive = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  argon2Of('argon2id', Buffer.from(password.normalize('NFC')), salt, cost)

/** Two at a time: each takes 46 MiB, and nobody may fill the memory by signing in wrongly. */
const waiting: (() => void)[] = []
let running = 0

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve))
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

/** A password's argon2id hash (RFC 9106) as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await inTurn(() => derive(password, salt, settings))
  return `$argon2id$v=19$m=${settings.memory},t=${settings.passes},p=${settings.parallelism}$${base64(salt)}$${base64(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Somebody without an account costs as much time as somebody with a wrong password. */
const nobody = `$argon2id$v=19$m=${settings.memory},t=${settings.passes},p=1$${base64(Buffer.alloc(16))}$${base64(Buffer.alloc(32))}`

/** Whether a password fits a hash; null hashes take the same time and fit nothing. */
export async function fitsPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = phc.exec(stored ?? nobody)
  if (parts === null) return false
  const [, memory, passes, parallelism, salt, tag] = parts
  const expected = Buffer.from(tag ?? '', 'base64')
  const found = await inTurn(() =>
    derive(password, Buffer.from(salt ?? '', 'base64'), {
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: expected.length,
    }),
  )
  return timingSafeEqual(found, expected) && stored !== null
}
