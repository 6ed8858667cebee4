import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { disputeExchange } from '../dispute-exchange.ts'
import type { DisputeProvider, Sending } from '../dispute-provider.ts'

export const adyenAnswerSchema = z.object({
  merchantAccountCode: z.string(),
  /** Defence reasons, the most wanted first; which apply Adyen says. */
  preferredReasons: z.array(z.string()).min(1),
})
export type AdyenAnswer = z.infer<typeof adyenAnswerSchema>

const documentType = z.object({
  defenseDocumentTypeCode: z.string(),
  requirementLevel: z.string().optional(),
  available: z.boolean().optional(),
})
const reasonsShape = z.object({
  defenseReasons: z
    .array(
      z.object({
        defenseReasonCode: z.string(),
        satisfied: z.boolean().optional(),
        defenseDocumentTypes: z.array(documentType).optional(),
      }),
    )
    .default([]),
})
const resultShape = z.object({
  disputeServiceResult: z.object({ success: z.boolean(), errorMessage: z.string().optional() }),
})

export interface AdyenOptions {
  key: string
  merchantAccount: string
  /** Base of the Disputes API v30, e.g. https://ca-live.adyen.com/ca/services/DisputeService/v30 */
  base?: string
}

/** Adyen: defence reasons that apply → documents → defend. https://docs.adyen.com/risk-management/disputes-api */
export function adyenDisputes(options: AdyenOptions): DisputeProvider<AdyenAnswer> {
  const base = options.base ?? 'https://ca-live.adyen.com/ca/services/DisputeService/v30'
  const post = <T>(path: string, body: object, sending: Sending, key: string | undefined, shape: z.ZodType<T>) =>
    disputeExchange(
      'Adyen',
      sending,
      `${base}/${path}`,
      {
        method: 'POST',
        headers: {
          'x-api-key': options.key,
          'content-type': 'application/json',
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        body: JSON.stringify(body),
      },
      shape,
    )
  const done = async (step: string, answer: Promise<z.infer<typeof resultShape>>) => {
    const { success, errorMessage } = (await answer).disputeServiceResult
    if (!success)
      throw new ShopwardenError('SW_DISPUTES_REFUSED', `Adyen did not take the ${step}`, {
        where: errorMessage?.slice(0, 200) ?? step,
        fix: 'Look at the dispute in the Customer Area.',
      })
  }
  return {
    name: 'adyen',
    hosts: [new URL(base).hostname],
    // The Disputes API cannot be asked for a state: the idempotency key alone makes a repetition harmless.
    standing: async () => undefined,
    async submit(dispute, body, files, sending) {
      const where = { disputePspReference: dispute, merchantAccountCode: body.merchantAccountCode }
      const { defenseReasons } = await post('retrieveApplicableDefenseReasons', where, sending, undefined, reasonsShape)
      const chosen =
        body.preferredReasons
          .map((code) => defenseReasons.find((reason) => reason.defenseReasonCode === code))
          .find((reason) => reason !== undefined) ?? defenseReasons[0]
      if (chosen === undefined)
        throw new ShopwardenError('SW_DISPUTES_REFUSED', 'Adyen lists no way to defend this dispute', {
          where: dispute,
          fix: 'It cannot be defended (any more): accept it.',
        })
      const types = chosen.defenseDocumentTypes ?? []
      const wanted = types.filter((type) => /required/i.test(type.requirementLevel ?? ''))
      const first = wanted.length > 0 ? wanted : types.slice(0, 1)
      // One document for each type that must be there; the pack holds all exhibits and serves for every type.
      const documents = (
        first.length > 0 ? first.map((type) => type.defenseDocumentTypeCode) : ['DefenseMaterial']
      ).flatMap((code, index) => {
        const file = files[index] ?? files[0]
        return file === undefined
          ? []
          : [{ content: file.content.toString('base64'), contentType: file.mediaType, defenseDocumentTypeCode: code }]
      })
      await done(
        'documents',
        post(
          'supplyDefenseDocument',
          { ...where, defenseDocuments: documents },
          sending,
          `${sending.key}-documents`,
          resultShape,
        ),
      )
      await done(
        'defence',
        post(
          'defendDispute',
          { ...where, defenseReasonCode: chosen.defenseReasonCode },
          sending,
          sending.key,
          resultShape,
        ),
      )
      return chosen.defenseReasonCode
    },
    async accept(dispute, sending) {
      await done(
        'acceptance',
        post(
          'acceptDispute',
          { disputePspReference: dispute, merchantAccountCode: options.merchantAccount },
          sending,
          sending.key,
          resultShape,
        ),
      )
      return dispute
    },
  }
}
