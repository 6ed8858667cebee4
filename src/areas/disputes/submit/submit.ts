import { randomUUID } from 'node:crypto'
import type { DisputeProvider, ProviderFile } from '../../../connect/dispute-provider.ts'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import type { HttpClient } from '../../../core/http.ts'
import { checkAnswer } from '../answer/check.ts'
import type { ReadyAnswer } from '../answer/ready.ts'
import type { Reasons } from '../qualify/reasons.ts'
import { lockCase, readCase, writeCase } from '../records/cases.ts'
import type { Room } from '../records/room.ts'
import { claim, settle, type StoredAnswer } from './outbox.ts'

/** The providers that are set up. A body only ever reaches the provider it was made for. */
export type Providers = Partial<{
  [Name in ReadyAnswer['provider']]: DisputeProvider<Extract<ReadyAnswer, { provider: Name }>['body']>
}>

export interface Submitting {
  room: Room
  providers: Providers
  http: HttpClient
  reasons: Reasons
  now(): Date
  signal?: AbortSignal
  timeoutMs?: number
  leaseMs?: number
  /** The run that left answers in the middle is known to be dead: do not wait for its lease. */
  takeOver?: boolean
}

export type Submitted =
  | { dispute: string; outcome: 'sent'; reference: string; again: boolean }
  | { dispute: string; outcome: 'already'; because: string }
  | {
      dispute: string
      outcome: 'late' | 'busy' | 'refused' | 'failed' | 'flawed' | 'not-set-up'
      because: string
      code?: string
    }

const LEASE = 120_000
const asFiles = (answer: ReadyAnswer): ProviderFile[] =>
  answer.files.map(({ field, name, mediaType, content }) => ({
    field,
    name,
    mediaType,
    content: Buffer.from(content, 'base64'),
  }))

/**
 * Sends one drafted answer, exactly once over any number of crashes: the records say "sending" before the first byte goes; a
 * later run first asks the provider where the dispute stands, and what it sends again carries the same idempotency key.
 */
export async function submit(
  id: string,
  { room, providers, http, reasons, now, signal, timeoutMs = 60_000, leaseMs = LEASE, takeOver = false }: Submitting,
): Promise<Submitted> {
  const owner = randomUUID()
  const taken = await room.transaction(async (db) => {
    await lockCase(room, db, id)
    const dispute = await readCase(room, id, db)
    if (dispute === undefined)
      throw new ShopwardenError('SW_DISPUTES_CASE', 'There is no such dispute', {
        where: id,
        fix: 'List them: shopwarden disputes open',
      })
    const late = dispute.dueAt !== undefined && dispute.dueAt <= now().toISOString()
    // An interrupted answer is followed up even after the deadline: it may have arrived in time.
    if (dispute.state !== 'sending' && (late || dispute.state !== 'open'))
      return {
        dispute,
        claimed: { outcome: 'none' as const },
        because:
          late && (dispute.state === 'open' || dispute.state === 'expired')
            ? `the deadline (${dispute.dueAt}) is past`
            : `it is ${dispute.state}`,
      }
    const claimed = await claim(db, room, id, owner, now(), leaseMs, takeOver)
    if (claimed.outcome === 'claimed' && dispute.state !== 'sending')
      await writeCase(db, { ...dispute, state: 'sending' }, reasons, 'answer on its way', now().toISOString())
    return { dispute, claimed, because: '' }
  })
  const { dispute, claimed, because } = taken
  if (claimed.outcome === 'busy')
    return { dispute: id, outcome: 'busy', because: `another run is sending it (until ${claimed.until} at most)` }
  if (claimed.outcome === 'sent')
    return { dispute: id, outcome: 'already', because: `sent on ${claimed.stored.sentAt}` }
  if (claimed.outcome === 'none') {
    if (because === '') return { dispute: id, outcome: 'flawed', because: 'no answer was drafted' }
    return dispute.state === 'open' || dispute.state === 'expired'
      ? { dispute: id, outcome: 'late', because }
      : { dispute: id, outcome: 'already', because }
  }
  const end = async (
    state: 'sent' | 'refused' | 'draft',
    what: string,
    extra: { reference?: string; detail?: string } = {},
  ) =>
    room.transaction(async (db) => {
      await lockCase(room, db, id)
      await settle(db, id, owner, { state, at: now(), ...extra })
      const current = await readCase(room, id, db)
      if (current?.state === 'sending')
        await writeCase(
          db,
          {
            ...current,
            state: state === 'sent' ? 'answered' : 'open',
            ...(state === 'sent' && { answeredAt: now().toISOString() }),
          },
          reasons,
          what,
          now().toISOString(),
        )
    })
  return hand(
    id,
    claimed.stored,
    claimed.again,
    dispute.network,
    { providers, http, timeoutMs, ...(signal && { signal }) },
    end,
  )
}

type End = (
  state: 'sent' | 'refused' | 'draft',
  what: string,
  extra?: { reference?: string; detail?: string },
) => Promise<void>

async function hand(
  id: string,
  { answer, key }: StoredAnswer,
  again: boolean,
  network: string | undefined,
  {
    providers,
    http,
    timeoutMs,
    signal,
  }: { providers: Providers; http: HttpClient; timeoutMs: number; signal?: AbortSignal },
  end: End,
): Promise<Submitted> {
  const provider = providers[answer.provider] as DisputeProvider<ReadyAnswer['body']> | undefined
  const flaws = checkAnswer(answer, network)
  if (provider === undefined || flaws.length > 0) {
    const because =
      provider === undefined
        ? `${answer.provider} is not set up: its key is missing`
        : `${flaws[0]!.field}: ${flaws[0]!.because}`
    await end('draft', 'not sent', { detail: because })
    return { dispute: id, outcome: provider === undefined ? 'not-set-up' : 'flawed', because }
  }
  const remote = id.slice(id.indexOf(':') + 1)
  const sending = { http, key, timeoutMs, ...(signal && { signal }) }
  try {
    const standing = await provider.standing(remote, sending)
    if (standing === 'answered' || (standing === 'closed' && again)) {
      await end('sent', 'the provider has the answer', { reference: remote, detail: 'found there' })
      return again
        ? { dispute: id, outcome: 'sent', reference: remote, again: true }
        : { dispute: id, outcome: 'already', because: 'the provider has an answer' }
    }
    if (standing === 'closed') {
      await end('refused', 'the provider closed it', { detail: 'closed at the provider' })
      return { dispute: id, outcome: 'refused', because: 'it is closed at the provider' }
    }
    const reference = await provider.submit(remote, answer.body, asFiles(answer), sending)
    await end('sent', 'answer sent', { reference })
    return { dispute: id, outcome: 'sent', reference, again }
  } catch (error) {
    const code = error instanceof ShopwardenError ? error.code : undefined
    // Refused is certain: it did not arrive. Anything else may have arrived, so it stays "sending" and is asked about next time.
    if (code === 'SW_DISPUTES_REFUSED') {
      await end('refused', 'refused by the provider', { detail: describeError(error).slice(0, 500) })
      return { dispute: id, outcome: 'refused', because: describeError(error), code }
    }
    if (code === undefined) throw error
    return { dispute: id, outcome: 'failed', because: describeError(error), code }
  }
}
