import { randomUUID } from 'node:crypto'
import { ShopwardenError } from '../../../core/errors.ts'
import { seal, unseal } from '../../../store/seal.ts'
import { type ReadyAnswer, readyAnswerSchema } from '../answer/ready.ts'
import { lockCase } from '../records/cases.ts'
import type { Db, Room } from '../records/room.ts'
import type { AnswerTable } from '../tables.ts'

/** `draft` may be edited; `sending` was handed to the provider or is about to be; `sent` the provider has it. */
export type AnswerState = 'draft' | 'sending' | 'sent' | 'refused'

export interface StoredAnswer {
  dispute: string
  state: AnswerState
  key: string
  answer: ReadyAnswer
  createdAt: string
  sentAt: string | undefined
  reference: string | undefined
  detail: string | undefined
}

const bound = (dispute: string) => `answer ${dispute}`

function open(room: Room, row: AnswerTable): StoredAnswer {
  const plain = unseal(room.key, bound(row.dispute), row.sealed)
  if (plain === undefined)
    throw new ShopwardenError('SW_DISPUTES_SEALED', 'An answer cannot be opened with the key at hand', {
      where: row.dispute,
      fix: 'Restore keys.json from the backup.',
    })
  return {
    dispute: row.dispute,
    state: row.state as AnswerState,
    key: row.key,
    answer: readyAnswerSchema.parse(JSON.parse(plain.toString('utf8'))),
    createdAt: row.created_at,
    sentAt: row.sent_at ?? undefined,
    reference: row.reference ?? undefined,
    detail: row.detail ?? undefined,
  }
}

export async function readAnswer(room: Room, dispute: string, db: Db = room.db): Promise<StoredAnswer | undefined> {
  const row = await db.selectFrom('disputes_answers').selectAll().where('dispute', '=', dispute).executeTakeFirst()
  return row && open(room, row)
}

/** Writes a draft. What is being sent or was sent is never changed. @throws SW_DISPUTES_SENT */
export async function writeDraft(room: Room, dispute: string, answer: ReadyAnswer, now: Date): Promise<void> {
  const sealed = seal(room.key, bound(dispute), Buffer.from(JSON.stringify(answer)))
  await room.transaction(async (db) => {
    await lockCase(room, db, dispute)
    const known = await db
      .selectFrom('disputes_answers')
      .select('state')
      .where('dispute', '=', dispute)
      .executeTakeFirst()
    if (known?.state === 'sending' || known?.state === 'sent')
      throw new ShopwardenError(
        'SW_DISPUTES_SENT',
        known.state === 'sent' ? 'The answer was sent' : 'The answer is being sent',
        { where: dispute, fix: 'Providers take one answer; nothing was changed.' },
      )
    // The key is new with each draft and the same at each attempt to send it.
    const row = {
      state: 'draft',
      key: randomUUID(),
      sealed,
      owner: null,
      lease_until: null,
      created_at: now.toISOString(),
      sent_at: null,
      reference: null,
      detail: null,
    }
    await db
      .insertInto('disputes_answers')
      .values({ dispute, ...row })
      .onConflict((conflict) => conflict.column('dispute').doUpdateSet(row))
      .execute()
  })
}

/** Answers whose sending a crash interrupted. */
export async function interrupted(room: Room): Promise<string[]> {
  return (await room.db.selectFrom('disputes_answers').select('dispute').where('state', '=', 'sending').execute()).map(
    (row) => row.dispute,
  )
}

export type Claim =
  | { outcome: 'claimed'; stored: StoredAnswer; again: boolean }
  | { outcome: 'sent'; stored: StoredAnswer }
  | { outcome: 'busy'; until: string }
  | { outcome: 'none' }

/** Takes an answer for sending: from here on the records say that it may have gone. Of two processes one gets it. */
export async function claim(
  db: Db,
  room: Room,
  dispute: string,
  owner: string,
  now: Date,
  leaseMs: number,
  takeOver: boolean,
): Promise<Claim> {
  const row = await db.selectFrom('disputes_answers').selectAll().where('dispute', '=', dispute).executeTakeFirst()
  if (row === undefined) return { outcome: 'none' }
  if (row.state === 'sent') return { outcome: 'sent', stored: open(room, row) }
  if (row.state === 'sending' && !takeOver && row.lease_until !== null && row.lease_until > now.toISOString())
    return { outcome: 'busy', until: row.lease_until }
  await db
    .updateTable('disputes_answers')
    .set({ state: 'sending', owner, lease_until: new Date(now.getTime() + leaseMs).toISOString() })
    .where('dispute', '=', dispute)
    .execute()
  return { outcome: 'claimed', stored: open(room, row), again: row.state === 'sending' }
}

export async function settle(
  db: Db,
  dispute: string,
  owner: string,
  result: { state: 'sent' | 'refused' | 'draft'; at: Date; reference?: string; detail?: string },
): Promise<void> {
  await db
    .updateTable('disputes_answers')
    .set({
      state: result.state,
      owner: null,
      lease_until: null,
      reference: result.reference ?? null,
      detail: result.detail ?? null,
      ...(result.state === 'sent' && { sent_at: result.at.toISOString() }),
    })
    .where('dispute', '=', dispute)
    .where('owner', '=', owner)
    .execute()
}
