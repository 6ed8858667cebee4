import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolveTxt } from 'node:dns/promises'
import { join } from 'node:path'
import type { HttpClient } from '../core/http.ts'

export const ownershipPath = '/.well-known/shopwarden.txt'

/** Days after which a proof must be renewed: consent of last year is no consent of today. */
export const proofDays = 180

/** The key of this installation, made at first use and readable by its owner only. */
function installationKey(keyDir: string): string {
  const file = join(keyDir, 'installation.key')
  mkdirSync(keyDir, { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

function tokenOf(keyDir: string, host: string, day: string): string {
  const mac = createHmac('sha256', installationKey(keyDir)).update(`ownership ${host.toLowerCase()} ${day}`)
  return `shopwarden-verification=${day}.${mac.digest('hex')}`
}

/** The line that proves to this installation, and to no other, that a host's owner agreed to tests on this day. */
export const ownershipToken = (keyDir: string, host: string, now: Date): string =>
  tokenOf(keyDir, host, now.toISOString().slice(0, 10))

function proves(line: string, keyDir: string, host: string, now: Date): boolean {
  const day = /^shopwarden-verification=(\d{4}-\d{2}-\d{2})\.[0-9a-f]{64}$/.exec(line)?.[1]
  if (day === undefined) return false
  const age = (now.getTime() - Date.parse(day)) / 86_400_000
  // A day of grace ahead: clocks and time zones differ.
  if (!(age >= -1 && age <= proofDays)) return false
  return timingSafeEqual(Buffer.from(line), Buffer.from(tokenOf(keyDir, host, day)))
}

/**
 * How a host proves that its owner agrees: the token file or a DNS TXT record of `_shopwarden.<host>`, bound to this
 * installation's key and a day at most `proofDays` back. Undefined where neither does.
 */
export async function proofOfOwnership(input: {
  target: URL
  keyDir: string
  http: HttpClient
  now: Date
  /** TXT records of a name; the system's resolver by default. */
  txt?: ((name: string) => Promise<string[][]>) | undefined
}): Promise<string | undefined> {
  const { target, keyDir, http, now, txt = resolveTxt } = input
  const host = target.hostname.toLowerCase()
  const file = await http.request(target.origin + ownershipPath, { maxBytes: 10_000 }).catch(() => undefined)
  // No redirect is followed, and a page that echoes does not count: the file holds the line by itself.
  if (
    file?.status === 200 &&
    file.body
      .toString('utf8')
      .split(/\r?\n/)
      .some((line) => proves(line.trim(), keyDir, host, now))
  )
    return `token file ${ownershipPath}`
  const records = await txt(`_shopwarden.${host}`).catch(() => [])
  if (records.some((parts) => proves(parts.join('').trim(), keyDir, host, now)))
    return `DNS TXT record _shopwarden.${host}`
  return undefined
}
