import type { LabelEvent } from '../../../core/label.ts'
import type { Dispute } from '../intake/schema.ts'
import type { Family } from '../qualify/reasons.ts'

/**
 * What a dispute says of its order. A claim of fraud that the shop won was the cardholder's own order: abuse. One it lost or
 * accepted was fraud. A dispute for another reason is a chargeback, and one that was withdrawn says that all was well.
 */
export function labelOf(dispute: Dispute, order: string, family: Family): LabelEvent {
  const verdict =
    dispute.state === 'withdrawn' || (dispute.state === 'won' && family !== 'fraud')
      ? 'legitimate'
      : family !== 'fraud'
        ? 'chargeback'
        : dispute.state === 'won'
          ? 'abuse'
          : dispute.state === 'lost' || dispute.state === 'accepted' || dispute.state === 'expired'
            ? 'fraud'
            : 'chargeback'
  return {
    // A new state is a new label: the guard decides each id once.
    id: `dispute:${dispute.id}:${verdict}`.slice(0, 200),
    type: 'label',
    at: new Date(dispute.closedAt ?? dispute.openedAt).toISOString(),
    label: { of: order, verdict, source: 'disputes' },
  }
}
