import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ShopwardenError } from '../core/errors.ts'

/** Signs and checks with one Ed25519 key (RFC 8032). */
export interface Signer {
  /** Base64 signature. */
  sign(text: string): string
  verify(text: string, signature: string): boolean
  /** SPKI PEM, to hand to those who check. */
  publicKey: string
}

export function signerFrom(privateKey: KeyObject): Signer {
  const publicKey = createPublicKey(privateKey)
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return {
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    verify: (text, signature) => verifyWith(pem, text, signature),
    publicKey: pem,
  }
}

export function verifyWith(publicKeyPem: string, text: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(text), createPublicKey(publicKeyPem), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/**
 * The installation's signing key, made on first use, readable by its owner only.
 * @throws SW_AUDIT_KEY when the file is no Ed25519 key.
 */
export function loadSigner(file: string): Signer {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const { privateKey } = generateKeyPairSync('ed25519')
    try {
      // 'wx': of two first runs at once one makes the key and both use it.
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  try {
    const key = createPrivateKey(readFileSync(file))
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`it is a ${key.asymmetricKeyType} key`)
    return signerFrom(key)
  } catch (cause) {
    throw new ShopwardenError('SW_AUDIT_KEY', 'The signing key cannot be used', {
      where: file,
      fix: 'Restore it from a backup. Without it, old records can still be checked with the public key, but nothing new can be filed here.',
      cause,
    })
  }
}
