import { createHmac, createSecretKey, hash, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { writeAtomically } from '../../store/files.ts'

const secret = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes')
const fileSchema = z.object({
  version: z.literal(1),
  current: z.string(),
  keys: z.array(z.object({ id: z.string(), createdAt: z.iso.datetime(), mac: secret, seal: secret })).min(1),
})
type KeyFile = z.infer<typeof fileSchema>

export interface Keys {
  id: string
  createdAt: string
  /** Key of the hashes that addresses are kept as. */
  mac: KeyObject
  /** Key that contact data is encrypted with. */
  seal: KeyObject
}

/** Length of a kept hash: HMAC-SHA-256 truncated to 128 bits, as RFC 4868 does. */
export const MAC_BYTES = 16

type Purpose = 'address' | 'folded' | 'reference' | 'pair'

/** Keyed hash of a text as a binary string of 32 characters. What it is for goes in, so that no two purposes share hashes. */
export const macString = (key: KeyObject, purpose: Purpose, text: string): string =>
  createHmac('sha256', key).update(`${purpose}\0${text}`).digest('binary')

/**
 * The same as `macString`, made once for a key and purpose and then two to three times as fast: HMAC by its definition
 * (RFC 2104) on one-shot hashes, which spares an object for each text. Texts of up to 512 bytes.
 */
export function macMaker(key: KeyObject, purpose: Purpose): (text: string) => string {
  const block = 64
  const inner = Buffer.alloc(block + 16 + 512)
  const outer = Buffer.alloc(block + 32)
  const bytes = key.export()
  for (let index = 0; index < block; index++) {
    const byte = bytes[index] ?? 0
    inner[index] = byte ^ 0x36
    outer[index] = byte ^ 0x5c
  }
  const start = block + inner.write(`${purpose}\0`, block)
  const views: Buffer[] = []
  return (text) => {
    if (text.length > 170) return macString(key, purpose, text)
    const end = start + inner.write(text, start, 'utf8')
    const view = (views[end] ??= inner.subarray(0, end))
    outer.write(hash('sha256', view, 'binary'), block, 'binary')
    return hash('sha256', outer, 'binary')
  }
}

/** Keyed hash as it is kept. */
export const mac = (key: KeyObject, purpose: Purpose, text: string): Buffer =>
  Buffer.from(macString(key, purpose, text).slice(0, MAC_BYTES), 'latin1')

/** An address with a password, to be recognised at log-in and never read back. */
export const pairHash = (key: KeyObject, address: string, password: string): Buffer =>
  mac(key, 'pair', `${address}\0${password}`)

const keyPath = (dir: string): string => join(dir, 'keys.json')

function write(dir: string, file: KeyFile): void {
  writeAtomically(keyPath(dir), JSON.stringify(file, null, 2))
}

function read(dir: string): KeyFile | undefined {
  const path = keyPath(dir)
  if (!existsSync(path)) return undefined
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new ShopwardenError('SW_LEAKS_KEY_OPEN', 'The key file may be read by other users of this machine', {
      where: path,
      fix: `Run: chmod 600 ${path}`,
    })
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new ShopwardenError('SW_LEAKS_KEY_FILE', 'The key file is damaged', {
      where: path,
      fix: `Restore it from the backup. Without it the customer list in ${dirname(path)} cannot be read; import it anew.`,
      cause,
    })
  }
}

const fresh = (now: Date): KeyFile['keys'][number] => ({
  id: randomBytes(6).toString('hex'),
  createdAt: now.toISOString(),
  mac: randomBytes(32).toString('base64'),
  seal: randomBytes(32).toString('base64'),
})

const asKeys = (file: KeyFile): Keys => {
  const found = file.keys.find((item) => item.id === file.current) ?? file.keys[0]!
  const key = (text: string) => createSecretKey(Buffer.from(text, 'base64'))
  return { id: found.id, createdAt: found.createdAt, mac: key(found.mac), seal: key(found.seal) }
}

/** The key in use, or undefined where none was made yet. @throws SW_LEAKS_KEY_OPEN, SW_LEAKS_KEY_FILE */
export function currentKeys(dir: string): Keys | undefined {
  const file = read(dir)
  return file && asKeys(file)
}

/** The key in use; makes the first one (file mode 0600). */
export function ensureKeys(dir: string, now: Date): Keys {
  const found = currentKeys(dir)
  if (found) return found
  const key = fresh(now)
  write(dir, { version: 1, current: key.id, keys: [key] })
  return ensureKeys(dir, now)
}

/** A new key beside the old one, not yet in use. `take` makes it the one in use and forgets all others. */
export function prepareKeys(dir: string, now: Date): { keys: Keys; take(): void } {
  const file = read(dir)
  const key = fresh(now)
  // Kept on disk before anything is encrypted with it: a crash in the middle loses nothing.
  if (file) write(dir, { ...file, keys: [...file.keys, key] })
  return {
    keys: asKeys({ version: 1, current: key.id, keys: [key] }),
    take: () => write(dir, { version: 1, current: key.id, keys: [key] }),
  }
}

/** The keys with this id, for what an interrupted rotation left behind. */
export function keysById(dir: string, id: string): Keys | undefined {
  const file = read(dir)
  const found = file?.keys.some((item) => item.id === id)
  return file && found ? asKeys({ ...file, current: id }) : undefined
}
