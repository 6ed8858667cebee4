import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, choice, writeAnswer } from '../../../core/options.ts'
import { hstsWords, lookAtTls, type TlsFacts, tlsFaults } from '../tls.ts'

interface Looked {
  target: string
  facts?: TlsFacts
  failed?: string
  faults: ReturnType<typeof tlsFaults>
}

const staples = {
  none: 'not sent',
  unreadable: 'sent, but unreadable',
  good: 'good',
  revoked: 'revoked',
  unknown: 'the certificate is not known there',
} as const

function asText({ target, facts, failed, faults }: Looked): string {
  if (facts === undefined) return `${target}: no TLS handshake succeeded (${failed}). Check name and port.`
  const lines = [
    `${target}: ${faults.length === 0 ? 'good' : faults.map((fault) => fault.text).join('; ')}`,
    `  versions      ${facts.offered.join(', ') || 'none'}`,
    `  suites        ${facts.classes.join(', ') || 'none'}`,
    `  post-quantum  ${facts.postQuantum ? 'yes' : 'no'}`,
    `  HSTS          ${hstsWords(facts.hsts)}`,
    `  OCSP staple   ${staples[facts.staple ?? 'none']}`,
  ]
  if (facts.certificate)
    lines.push(
      `  certificate   ${facts.certificate.subject}, by ${facts.certificate.issuer || 'itself'}, until ${facts.certificate.validTo.slice(0, 10) || 'an unreadable date'}${facts.chainError ? `, ${facts.chainError}` : ''}`,
    )
  return lines.join('\n')
}

/** `shopwarden payment tls HOST[:PORT]…` */
export const tlsVerb: Verb = {
  summary: 'Which TLS versions, suites and certificate a server offers (PCI DSS 4.2.1)',
  arguments: ['<hosts...>'],
  options: [...answerOptions],
  async run([given], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const looked: Looked[] = []
    for (const target of Array.isArray(given) ? given : []) {
      const address = target.includes('://') ? target : `https://${target}`
      if (!URL.canParse(address))
        throw new ShopwardenError('SW_PAYMENT_HOST', `"${target}" is no host`, {
          fix: 'Write shop.example or shop.example:8443.',
        })
      const url = new URL(address)
      const facts = await lookAtTls(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port || 443), io.signal)
      looked.push(
        'failed' in facts
          ? { target, failed: facts.failed, faults: [] }
          : { target, facts, faults: tlsFaults(facts, io.now()) },
      )
    }
    writeAnswer(format === 'json' ? JSON.stringify(looked, null, 2) : looked.map(asText).join('\n\n'), options, io)
    if (looked.some((item) => item.facts === undefined)) return 3
    return looked.some((item) => item.faults.some((fault) => fault.kind !== 'soon')) ? 1 : 0
  },
}
