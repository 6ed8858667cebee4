import type { AreaHook } from '../../../core/routes.ts'
import { certificateSource } from '../intake/certificate.ts'
import { receive, secretsFrom, SENDERS } from '../intake/receive.ts'
import { readReasons } from '../qualify/reasons.ts'
import type { Rooms } from './rooms.ts'

/** Webhooks of the payment providers and carriers: `/hooks/<shop>/disputes/stripe`, … */
export function hook(rooms: Rooms): AreaHook {
  // One for each pinned certificate (usually none), so that PayPal's is fetched once and not for every message.
  const certificates = new Map<string | undefined, ReturnType<typeof certificateSource>>()
  const certificateOf = (pinned: string | undefined) => {
    const source = certificates.get(pinned) ?? certificateSource(pinned)
    certificates.set(pinned, source)
    return source
  }
  return {
    path: '/:sender',
    async handle({ params, headers, body }, context) {
      const sender = SENDERS.find((name) => name === params['sender'])
      if (sender === undefined) return { status: 404, body: '', mediaType: 'text/plain' }
      const answer = await receive(sender, body, headers, {
        room: await rooms.of(context),
        reasons: readReasons(context.knowledgeDir),
        secrets: secretsFrom(context.keys),
        now: context.now,
        certificate: certificateOf(context.keys['PAYPAL_CERTIFICATE_FILE']),
      })
      return { ...answer, mediaType: sender === 'adyen' && answer.status === 200 ? 'text/plain' : 'application/json' }
    },
  }
}
