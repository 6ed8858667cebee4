import { moneyText } from '../money.ts'
import type { Address } from '../order/common.ts'
import type { OrderEvent } from '../order/event.ts'
import { byTime, type OrderFile } from '../order/file.ts'

/** One numbered piece of evidence: pairs of facts, paragraphs, and files. */
export interface Exhibit {
  number: number
  kind: OrderEvent['kind'] | 'earlier' | 'comparison'
  title: string
  facts: [name: string, value: string][]
  paragraphs: string[]
  /** Hashes of kept files that belong to it. */
  files: string[]
}
/** A kept file as the PDF can show it: pictures are drawn, text is set, anything else is named. */
export interface Shown {
  sha256: string
  mediaType: string
  content: Buffer
}

type Draft = Omit<Exhibit, 'number'>

const when = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`
export const addressText = (address: Address | undefined): string =>
  address === undefined
    ? ''
    : [
        address.name,
        address.line1,
        address.line2,
        `${address.postcode ?? ''} ${address.city ?? ''}`.trim(),
        address.state,
        address.country,
      ]
        .filter(Boolean)
        .join(', ')

const facts = (...pairs: (readonly [string, string | number | undefined | false])[]): [string, string][] =>
  pairs.flatMap(([name, value]) =>
    value === undefined || value === false || value === '' ? [] : [[name, String(value)] as [string, string]],
  )

function describe(event: OrderEvent): Draft {
  const draft = (title: string, pairs: [string, string][], paragraphs: string[] = [], files: string[] = []): Draft => ({
    kind: event.kind,
    title: `${title}, ${when(event.at)}`,
    facts: pairs,
    paragraphs,
    files,
  })
  switch (event.kind) {
    case 'order':
      return draft(
        `Order ${event.order} as shown to the customer`,
        facts(
          ['Total', moneyText(event.total)],
          ['Customer', [event.customer?.name, event.customer?.email, event.customer?.phone].filter(Boolean).join(', ')],
          ['Customer account', event.customer?.id],
          ['Billing address', addressText(event.billing)],
          ['Shipping address', addressText(event.shipping)],
          ['IP address', event.ip],
          ['Device', event.device?.fingerprint ?? event.device?.id],
          ['Browser', event.device?.userAgent],
          ['Session', event.session],
          ['Billing descriptor', event.descriptor],
        ),
        event.items.map(
          (item) =>
            `${item.quantity} x ${item.name}${item.sku ? ` (${item.sku})` : ''}${item.amount ? `, ${moneyText(item.amount)}` : ''}${item.description ? `: ${item.description}` : ''}`,
        ),
        event.shown,
      )
    case 'terms':
      return draft(
        `${event.document} accepted, version ${event.version}`,
        facts(['How', event.how], ['IP address', event.ip], ['SHA-256 of the text', event.sha256]),
        event.text ? [event.text] : [],
      )
    case 'payment':
      return draft(
        'Payment',
        facts(
          ['References', event.references.join(', ')],
          ['Card', [event.network, event.last4 && `ending in ${event.last4}`].filter(Boolean).join(' ')],
          ['Amount', event.amount && moneyText(event.amount)],
          ['Acquirer reference number', event.arn],
          [
            '3-D Secure',
            event.threeDs &&
              [
                event.threeDs.result,
                event.threeDs.eci && `ECI ${event.threeDs.eci}`,
                event.threeDs.version,
                event.threeDs.liabilityShift && 'liability with the issuer',
              ]
                .filter(Boolean)
                .join(', '),
          ],
          ['Address check (AVS)', event.avs],
          ['Card code (CVC)', event.cvc],
          ['Billing descriptor', event.descriptor],
        ),
      )
    case 'message':
      return draft(
        `Message ${event.direction === 'from-customer' ? 'from' : 'to'} the customer (${event.channel})`,
        facts(['Subject', event.subject]),
        [event.text],
        event.attachments,
      )
    case 'shipment':
      return draft(
        'Shipping note',
        facts(
          ['Carrier', event.carrier],
          ['Tracking number', event.tracking],
          ['Service', event.service],
          ['Weight', event.weightGrams === undefined ? undefined : `${event.weightGrams} g`],
          ['To', addressText(event.to)],
          ['Items', event.items.join(', ')],
        ),
        [],
        event.note === undefined ? [] : [event.note],
      )
    case 'delivery':
      return draft(
        `Carrier: ${event.status}`,
        facts(
          ['Carrier', event.carrier],
          ['Tracking number', event.tracking],
          ['Place', event.place],
          ['Signed by', event.signedBy],
        ),
        event.message ? [event.message] : [],
        event.proof,
      )
    case 'usage':
      return draft(
        `Use: ${event.what}`,
        facts(['IP address', event.ip], ['Device', event.device]),
        event.detail ? [event.detail] : [],
      )
    case 'refund':
      return draft(
        'Refund',
        facts(
          ['Amount', moneyText(event.amount)],
          ['Reference', event.reference],
          ['Acquirer reference number', event.arn],
          ['Reason', event.reason],
        ),
      )
    case 'cancellation':
      return draft(`Cancellation of the ${event.what} by the ${event.by}`, [], event.text ? [event.text] : [])
    case 'attachment':
      return draft(
        event.title ?? event.name,
        facts(['File', event.name], ['SHA-256', event.sha256]),
        [],
        [event.sha256],
      )
    case 'fraud-report':
      return draft('Fraud report of the issuer', facts(['Source', event.source], ['Type', event.type]))
  }
}

/** What comes first, by the family of the dispute: the reader decides on the first pages. */
const first: Readonly<Record<string, readonly OrderEvent['kind'][]>> = {
  fraud: ['payment', 'order', 'usage', 'delivery', 'shipment'],
  'not-received': ['delivery', 'shipment', 'usage', 'order'],
  'not-as-described': ['order', 'message', 'terms', 'delivery'],
  'credit-not-processed': ['refund', 'terms', 'message', 'order'],
  duplicate: ['order', 'refund', 'payment'],
  'subscription-cancelled': ['terms', 'usage', 'cancellation', 'message', 'order'],
  'merchandise-cancelled': ['terms', 'shipment', 'delivery', 'message', 'order'],
}
const usual: readonly OrderEvent['kind'][] = [
  'order',
  'terms',
  'payment',
  'shipment',
  'delivery',
  'usage',
  'message',
  'refund',
  'cancellation',
  'attachment',
]

/** The exhibits of an order, ordered for the family of the dispute, numbered. A report of fraud by the issuer is no evidence of the shop's. */
export function exhibitsOf(file: OrderFile, family: string, earlier: readonly OrderFile[] = []): Exhibit[] {
  const order = [...(first[family] ?? []), ...usual.filter((kind) => !first[family]?.includes(kind))]
  const rank = (event: OrderEvent) => order.indexOf(event.kind)
  const events = Object.values(file.events)
    .flat()
    .filter((event: OrderEvent) => event.kind !== 'fraud-report')
    .sort((a: OrderEvent, b: OrderEvent) => rank(a) - rank(b) || byTime(a, b))
  const shown = new Set<string>()
  const drafts = events.map(describe).filter((draft) => {
    // A file that another exhibit shows needs no exhibit of its own.
    if (draft.kind === 'attachment' && draft.files.every((hash) => shown.has(hash))) return false
    for (const hash of draft.files) shown.add(hash)
    return true
  })
  const history: Draft[] = earlier.map((item) => {
    const place = item.events.order.at(-1)
    const paid = item.events.payment.at(-1)
    return {
      kind: 'earlier',
      title: `Earlier undisputed order ${item.order}`,
      facts: facts(
        ['Date', paid?.at.slice(0, 10)],
        ['Amount', paid?.amount ? moneyText(paid.amount) : place && moneyText(place.total)],
        ['Acquirer reference number', paid?.arn],
        ['Payment', paid?.references.join(', ')],
        ['Customer account', place?.customer?.id],
        ['IP address', place?.ip],
        ['Device', place?.device?.fingerprint ?? place?.device?.id],
        ['Shipping address', addressText(place?.shipping)],
      ),
      paragraphs: place?.items.map((entry) => `${entry.quantity} x ${entry.name}`) ?? [],
      files: [],
    }
  })
  return [...history, ...drafts].map((draft, index) => ({ ...draft, number: index + 1 }))
}
