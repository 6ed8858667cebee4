import { ShopwardenError } from '../../core/errors.ts'
import { assemble, type Assembling } from './answer/assemble.ts'
import type { Dispute } from './intake/schema.ts'
import type { Costs } from './qualify/advise.ts'
import { evaluate, type Evaluation, readPast } from './qualify/evaluate.ts'
import type { Reasons } from './qualify/reasons.ts'
import { expireOverdue, listCases, readCase } from './records/cases.ts'
import type { Room } from './records/room.ts'
import { interrupted, readAnswer, writeDraft } from './submit/outbox.ts'
import type { Policy } from './submit/policy.ts'
import { submit, type Submitted, type Submitting } from './submit/submit.ts'

export interface PolicyRun {
  /** Interrupted before and followed up now. */
  followedUp: Submitted[]
  sent: Submitted[]
  /** Left to a person, with the reason. */
  left: { dispute: string; action: string; because: string }[]
  expired: number
}

/** Drafts the answer to one dispute into the records, unless a person's draft is there. */
export async function draft(
  room: Room,
  evaluation: Evaluation,
  reasons: Reasons,
  assembling: Assembling,
): Promise<void> {
  const known = await readAnswer(room, evaluation.dispute.id)
  if (known !== undefined && known.state !== 'refused') return
  const { answer } = await assemble(room, evaluation, reasons, assembling)
  if (answer !== undefined) await writeDraft(room, evaluation.dispute.id, answer, assembling.now)
}

/** One pass of the guard: follow up what was interrupted, mark what is overdue, then draft and send what the policy allows. */
export async function runPolicy(
  policy: Policy,
  submitting: Submitting,
  assembling: Omit<Assembling, 'now'>,
  costs?: Costs,
  only?: readonly string[],
): Promise<PolicyRun> {
  const { room, reasons, now, signal } = submitting
  const run: PolicyRun = { followedUp: [], sent: [], left: [], expired: 0 }
  for (const id of await interrupted(room)) {
    if (only !== undefined && !only.includes(id)) continue
    signal?.throwIfAborted()
    run.followedUp.push(await submit(id, submitting))
  }
  run.expired = await expireOverdue(room, reasons, now())
  const past = await readPast(room, reasons)
  const chosen: Dispute[] = only === undefined ? await listCases(room, ['open']) : []
  for (const id of only ?? []) {
    if (run.followedUp.some((item) => item.dispute === id)) continue
    const dispute = await readCase(room, id)
    if (dispute === undefined)
      throw new ShopwardenError('SW_DISPUTES_CASE', 'There is no such dispute', {
        where: id,
        fix: 'List them: shopwarden disputes open',
      })
    chosen.push(dispute)
  }
  for (const dispute of chosen) {
    signal?.throwIfAborted()
    const evaluation = await evaluate(room, dispute, reasons, past, now(), costs)
    const { action, because, stands } = evaluation.advice
    // Named by a person: sent whatever the advice is, as long as it can be sent.
    const wanted =
      only !== undefined || (policy !== 'none' && action === 'contest' && (policy === 'contest' || stands === 'strong'))
    if (!wanted) {
      run.left.push({ dispute: dispute.id, action, because })
      continue
    }
    if (dispute.state === 'open') await draft(room, evaluation, reasons, { ...assembling, now: now() })
    run.sent.push(await submit(dispute.id, submitting))
  }
  return run
}
