import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import { type Contact, contactSchema } from './schema.ts'

const aad = (customer: number): Buffer => Buffer.from(`contact ${customer}`)

/** Contact data under AES-256-GCM; bound to its customer, so that rows cannot be exchanged. */
export function seal(key: KeyObject, customer: number, contact: Contact): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad(customer))
  const body = Buffer.concat([cipher.update(JSON.stringify(contact)), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** Opens sealed contact data; undefined where the key is another one or the bytes were changed. */
export function unseal(key: KeyObject, customer: number, sealed: Buffer): Contact | undefined {
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
    cipher.setAAD(aad(customer)).setAuthTag(sealed.subarray(12, 28))
    const body = Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()])
    return contactSchema.parse(JSON.parse(body.toString('utf8')))
  } catch {
    return undefined
  }
}
