import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { clamdScanBytes } from '../../../connect/clamd/clamd.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { seal, unseal } from '../../../store/seal.ts'
import { inspect, MAX_ATTACHMENT } from './inspect.ts'
import type { Room } from './room.ts'

export interface Kept {
  sha256: string
  mediaType: string
  bytes: number
  flaw: string
}

/**
 * Keeps a file under its hash, encrypted. The same file twice is kept once. `clamd`: socket or host:port of a virus scanner that is
 * asked too. @throws SW_DISPUTES_ATTACHMENT where it is too large, SW_CLAMD where the scanner could not look (nothing is kept then)
 */
export async function keepAttachment(
  room: Room,
  bytes: Uint8Array,
  claimed: string | undefined,
  now: Date,
  clamd?: string,
): Promise<Kept> {
  if (bytes.byteLength > MAX_ATTACHMENT)
    throw new ShopwardenError('SW_DISPUTES_ATTACHMENT', `The file has ${bytes.byteLength} bytes`, {
      fix: `Give at most ${MAX_ATTACHMENT / 1e6} MB: banks take far less.`,
    })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { mediaType, flaw: own } = inspect(bytes, claimed)
  const verdict = clamd === undefined ? undefined : await clamdScanBytes(clamd, Readable.from([Buffer.from(bytes)]))
  const virus = verdict?.clean === false ? `the virus scanner found ${verdict.virus}` : ''
  const flaw = [own, virus].filter(Boolean).join('; ')
  await room.db
    .insertInto('disputes_attachments')
    .values({
      sha256,
      media_type: mediaType,
      bytes: bytes.byteLength,
      flaw,
      added_at: now.toISOString(),
      sealed: seal(room.key, `attachment ${sha256}`, bytes),
    })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute()
  return { sha256, mediaType, bytes: bytes.byteLength, flaw }
}

/** A kept file with its content; undefined where it is not kept (or erased). @throws SW_DISPUTES_SEALED */
export async function readAttachment(room: Room, sha256: string): Promise<(Kept & { content: Buffer }) | undefined> {
  const row = await room.db
    .selectFrom('disputes_attachments')
    .selectAll()
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const content = unseal(room.key, `attachment ${sha256}`, row.sealed)
  if (content === undefined || createHash('sha256').update(content).digest('hex') !== sha256)
    throw new ShopwardenError(
      'SW_DISPUTES_SEALED',
      'An attachment cannot be opened with the key at hand, or was changed',
      {
        where: sha256,
        fix: 'Restore keys.json from the backup that belongs to this database.',
      },
    )
  return { sha256, mediaType: row.media_type, bytes: Number(row.bytes), flaw: row.flaw, content }
}
