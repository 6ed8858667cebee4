import { moneyText } from '../money.ts'
import type { Evaluation } from '../qualify/evaluate.ts'
import type { Reasons } from '../qualify/reasons.ts'
import type { Exhibit } from './exhibits.ts'

export interface Letter {
  title: string
  facts: [string, string][]
  paragraphs: string[]
}

/** The cover: what is disputed, why the shop is right, in the words of the evidence. Nothing that is not in the file is claimed. */
export function letterOf(
  { dispute, family, order, advice, ce3, trust }: Evaluation,
  exhibits: readonly Exhibit[],
  reasons: Reasons,
  shop: string,
): Letter {
  const strong = advice.proofs.filter((proof) => proof.strength === 'strong')
  const some = advice.proofs.filter((proof) => proof.strength === 'some')
  const find = (kind: string) => exhibits.filter((exhibit) => exhibit.kind === kind).map((exhibit) => exhibit.number)
  const kinds: Record<string, string> = {
    identity: 'earlier',
    delivery: 'delivery',
    refund: 'refund',
    terms: 'terms',
    order: 'order',
    payment: 'payment',
    authentication: 'payment',
    usage: 'usage',
    messages: 'message',
  }
  const line = (proof: (typeof strong)[number]) => {
    const numbers = find(kinds[proof.kind] ?? proof.kind).slice(0, 6)
    return `${proof.because}${numbers.length > 0 ? ` (exhibit${numbers.length > 1 ? 's' : ''} ${numbers.join(', ')})` : ''}`
  }
  return {
    title: `Answer to dispute ${dispute.providerId}`,
    facts: [
      ['Shop', shop],
      ['Order', order ?? 'not known'],
      ['Payment', dispute.payment ?? ''],
      ['Amount in dispute', moneyText(dispute.amount)],
      [
        'Reason',
        `${[dispute.network, dispute.reasonCode ?? dispute.providerReason].filter(Boolean).join(' ')}: ${reasons.families[family].title}`,
      ],
      ['Disputed on', dispute.openedAt.slice(0, 10)],
      ['Exhibits', String(exhibits.length)],
    ],
    paragraphs: [
      `The shop contests this dispute (${reasons.families[family].title}) and asks for it to be decided in its favour.`,
      ...strong.map(line),
      ...(ce3?.qualifies
        ? [
            `Under Visa Compelling Evidence 3.0 the two earlier payments lie ${ce3.earlier
              .filter((item) => ce3.chosen.includes(item.id))
              .map((item) => item.days)
              .join(' and ')} days before the dispute; none was disputed or reported as fraud.`,
          ]
        : []),
      ...(trust?.qualifies
        ? [
            `Data for Mastercard First-Party Trust: device (${trust.device.join(', ')}), delivery (${trust.delivery.join(', ')}), identity (${trust.identity.join(', ')}).`,
          ]
        : []),
      ...(some.length > 0 ? [`Further: ${some.map(line).join(' ')}`] : []),
    ],
  }
}

/** The letter as plain text, for fields that take text. */
export const letterText = (letter: Letter): string =>
  [
    letter.title,
    '',
    ...letter.facts.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`),
    '',
    ...letter.paragraphs,
  ].join('\n')
