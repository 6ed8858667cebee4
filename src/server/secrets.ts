import { createCipheriv, createDecipheriv, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ShopwardenError } from '../core/errors.ts'

/** Random id of a record: 128 bits, safe in addresses and file names. */
export const newId = (kind: string): string => `${kind}_${randomBytes(16).toString('base64url')}`

/** Random token with 256 bits, for cookies, invitations and keys. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token with full entropy: its SHA-256, so that a stolen database opens nothing. */
export const hashToken = (token: string): string => hash('sha256', token, 'hex')

/** Equality in constant time. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'))
}

/** Encrypts small secrets (AES-256-GCM) with a key that lies beside the database, not in it. */
export interface Sealer {
  /** @param purpose binds the text to its use: sealed for one, it does not open for another */
  seal(text: string, purpose: string): string
  /** Undefined where it was not sealed here for this purpose, or was changed. */
  open(sealed: string, purpose: string): string | undefined
}

export function sealerFrom(key: Buffer): Sealer {
  return {
    seal(text, purpose) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < 28) return undefined
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
        cipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28))
        return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

/** The installation's key, made on first use, readable by its owner only. @throws SW_SERVER_KEY */
export function loadSealer(file: string): Sealer {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    try {
      writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64')
  if (key.length === 32) return sealerFrom(key)
  throw new ShopwardenError('SW_SERVER_KEY', 'The key that seals secrets is damaged', {
    where: file,
    fix: 'Restore it from a backup. Without it second factors and webhook secrets must be set up anew.',
  })
}
