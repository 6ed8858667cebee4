import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

/**
 * AES-256-GCM: 12 random bytes, 16 bytes of tag, then the text. `bound` names the place it belongs to, so that sealed rows
 * cannot be exchanged for one another.
 */
export function seal(key: KeyObject, bound: string, plain: Uint8Array): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** Opens what `seal` made; undefined where the key or the place is another one or the bytes were changed. */
export function unseal(key: KeyObject, bound: string, sealed: Uint8Array): Buffer | undefined {
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
    cipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()])
  } catch {
    return undefined
  }
}
