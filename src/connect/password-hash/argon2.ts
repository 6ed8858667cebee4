import { argon2, type Argon2Parameters } from 'node:crypto'

export type Argon2Kind = 'argon2id' | 'argon2i' | 'argon2d'

export type Cost = Omit<Argon2Parameters, 'message' | 'nonce'>

/** The tag of RFC 9106. `memory` in KiB. */
export function argon2Of(kind: Argon2Kind, message: Buffer, nonce: Buffer, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    argon2(kind, { ...cost, message, nonce }, (error, tag) => (error ? reject(error) : resolve(Buffer.from(tag)))),
  )
}
