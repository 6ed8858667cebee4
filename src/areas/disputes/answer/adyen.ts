import type { AdyenAnswer } from '../../../connect/adyen-disputes/adyen.ts'
import type { Family } from '../qualify/reasons.ts'

/**
 * Defence reasons in the order they are preferred, by family. Which ones a dispute really takes Adyen says
 * (retrieveApplicableDefenseReasons); the first that is on both lists is used. Source: docs.adyen.com, "Disputes, defense reasons".
 */
const preferred: Readonly<Partial<Record<Family, readonly string[]>>> = {
  fraud: [
    'CompellingEvidence3',
    'PriorUndisputedTransactions',
    'LiabilityShiftFullyAuthenticated',
    'LiabilityShiftFullyAuthenticatedTransaction',
    'AirlineCompellingEvidence',
    'CompellingEvidence',
    'CardholderRecognizedTransaction',
    'GoodsOrServicesProvided',
  ],
  'not-received': ['GoodsOrServicesProvided', 'ServicesProvided', 'MerchandiseReceived', 'CompellingEvidence'],
  'not-as-described': [
    'GoodsWereAsDescribed',
    'GoodsOrServicesAsDescribed',
    'GoodsNotReturned',
    'GoodsRepairedOrReplaced',
    'CompellingEvidence',
  ],
  'credit-not-processed': [
    'CreditPreviouslyIssued',
    'CreditOrCancellationPolicyProperlyDisclosed',
    'RefundIssued',
    'GoodsNotReturned',
  ],
  duplicate: ['ProofOfSeparateTransactions', 'TwoValidTransactions', 'CreditPreviouslyIssued', 'SeparateTransactions'],
  'subscription-cancelled': [
    'CancellationTermsFailed',
    'CreditOrCancellationPolicyProperlyDisclosed',
    'CancellationOrReturns',
    'ServicesProvided',
  ],
  'merchandise-cancelled': [
    'CreditOrCancellationPolicyProperlyDisclosed',
    'CancellationTermsFailed',
    'GoodsNotReturned',
  ],
}
const anyway = [
  'CompellingEvidence',
  'GoodsOrServicesProvided',
  'SupplyDefenseMaterial',
  'InvalidChargebackBundling',
  'DefenseMaterial',
]

export function adyenAnswer(family: Family, merchantAccount: string, ce3: boolean): AdyenAnswer {
  const list = [...(preferred[family] ?? []), ...anyway]
  return {
    merchantAccountCode: merchantAccount,
    preferredReasons: [...new Set(ce3 ? list : list.filter((reason) => !/3$|Prior/.test(reason)))],
  }
}
