import { hash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { verifyWith } from '../audit/keys.ts'
import { ShopwardenError } from '../core/errors.ts'
import { SIGNATURE_FILE, signedText } from './render.ts'

const signatureSchema = z.object({
  files: z.record(z.string(), z.string()),
  signature: z.string(),
  publicKey: z.string(),
})

/**
 * Checks a report folder: what is wrong with it, empty when nothing is. `trustedKey` (SPKI PEM) is the key of the
 * installation that should have signed; without it only inner consistency is proven.
 * @throws SW_REPORT_SIGNATURE when there is no readable signature.
 */
export function verifyReport(folder: string, trustedKey: string | undefined): string[] {
  let signed: z.infer<typeof signatureSchema>
  try {
    signed = signatureSchema.parse(JSON.parse(readFileSync(join(folder, SIGNATURE_FILE), 'utf8')))
  } catch (cause) {
    throw new ShopwardenError('SW_REPORT_SIGNATURE', 'There is no readable signature', {
      where: join(folder, SIGNATURE_FILE),
      fix: 'Give the folder that "shopwarden audit" wrote.',
      cause,
    })
  }
  const faults: string[] = []
  if (trustedKey !== undefined && trustedKey.trim() !== signed.publicKey.trim())
    faults.push('the report was signed with another key than the expected one')
  if (!verifyWith(signed.publicKey, signedText(signed.files), signed.signature))
    faults.push('the signature does not fit the list of files')
  for (const [name, expected] of Object.entries(signed.files)) {
    const file = join(folder, basename(name))
    if (!existsSync(file)) faults.push(`${name} is missing`)
    else if (hash('sha256', readFileSync(file), 'hex') !== expected)
      faults.push(`${name} was changed after it was signed`)
  }
  return faults
}
