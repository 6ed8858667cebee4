import type { KeyObject } from 'node:crypto'
import { seal as sealBytes, unseal as unsealBytes } from '../../store/seal.ts'
import { type Contact, contactSchema } from './schema.ts'

const bound = (customer: number): string => `contact ${customer}`

/** Contact data under AES-256-GCM; bound to its customer, so that rows cannot be exchanged. */
export const seal = (key: KeyObject, customer: number, contact: Contact): Buffer =>
  sealBytes(key, bound(customer), Buffer.from(JSON.stringify(contact)))

/** Opens sealed contact data; undefined where the key is another one or the bytes were changed. */
export function unseal(key: KeyObject, customer: number, sealed: Buffer): Contact | undefined {
  const plain = unsealBytes(key, bound(customer), sealed)
  if (plain === undefined) return undefined
  try {
    return contactSchema.parse(JSON.parse(plain.toString('utf8')))
  } catch {
    return undefined
  }
}

const objection = 'objection'

/** The address of somebody who objected, kept only to recognise it under a later key too. */
export const sealObjection = (key: KeyObject, address: string): Buffer =>
  sealBytes(key, objection, Buffer.from(address))

export const unsealObjection = (key: KeyObject, sealed: Buffer): string | undefined =>
  unsealBytes(key, objection, sealed)?.toString('utf8')
