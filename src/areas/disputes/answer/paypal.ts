import type { PayPalAnswer } from '../../../connect/paypal-disputes/paypal.ts'
import type { Evaluation } from '../qualify/evaluate.ts'
import { type Letter, letterText } from './letter.ts'
import { fit } from './stripe.ts'

/** PayPal's carrier names (enumeration `carrier_name`); others go as OTHER with the name beside. */
const carriers: Readonly<Record<string, string>> = {
  ups: 'UPS',
  usps: 'USPS',
  fedex: 'FEDEX',
  dhl: 'DHL',
  dpd: 'DPD',
  gls: 'GLS',
  hermes: 'HERMES',
  inpost: 'INPOST_PACZKOMATY',
  royalmail: 'ROYAL_MAIL',
  deutschepost: 'DEUTSCHE_POST_DHL',
  postnl: 'POSTNL',
  tnt: 'TNT',
}

/** Evidence in PayPal's types: fulfilment with tracking, delivery with signature, refund with its id, other. */
export function paypalAnswer({ file, advice }: Evaluation, letter: Letter): PayPalAnswer {
  const notes = fit(letterText(letter), 2000)
  const tracked = file?.events.shipment.filter((item) => item.tracking !== undefined) ?? []
  const delivered = file?.events.delivery.find((item) => item.status === 'delivered' || item.status === 'pickup')
  const refund = file?.events.refund.at(-1)
  const signed = delivered?.signedBy !== undefined || (delivered?.proof.length ?? 0) > 0
  const evidences: PayPalAnswer['evidences'] = []
  if (tracked.length > 0)
    evidences.push({
      evidence_type: signed ? 'PROOF_OF_DELIVERY_SIGNATURE' : 'PROOF_OF_FULFILLMENT',
      evidence_info: {
        tracking_info: tracked.slice(0, 10).map((item) => {
          const known = carriers[(item.carrier ?? '').toLowerCase().replace(/[^a-z]/g, '')]
          return {
            carrier_name: known ?? 'OTHER',
            ...(known === undefined && { carrier_name_other: item.carrier ?? 'unknown' }),
            tracking_number: item.tracking!,
          }
        }),
      },
      notes,
    })
  if (refund !== undefined && advice.proofs.some((proof) => proof.kind === 'refund' && proof.strength === 'strong'))
    evidences.push({
      evidence_type: 'PROOF_OF_REFUND',
      ...(refund.reference && { evidence_info: { refund_ids: [{ refund_id: refund.reference }] } }),
      notes,
    })
  if (evidences.length === 0) evidences.push({ evidence_type: 'OTHER', notes })
  return { evidences }
}
