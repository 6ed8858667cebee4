import { fromLatest, no, partly, unknown, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { tlsFaults } from './tls.ts'
import { checkoutFact, documentsFact, pageFact, storedFact, tlsFact, watchFact } from './schema.ts'

const giveUrl = 'Give the address of the shop and of its checkout (urls.storefront, urls.checkout).'

/** Question 1: does payment meet PCI DSS, is it audited, by an ASV? Requirement numbers are those of PCI DSS 4.0.1. */
export const question: Question = {
  id: 'payment',
  number: 1,
  asks: 'Does the payment mechanism meet PCI DSS, and is it audited by an approved scanning vendor (ASV)?',
  why: 'A stolen card number costs the shop fines, its contract with the bank, and the trust of its customers.',
  criteria: [
    {
      id: 'payment.encryption',
      asks: 'Is everything on the way to payment encrypted with current TLS (4.2.1)?',
      points: 20,
      gate: true,
      judge: (view) => {
        const hosts = view.all(tlsFact)
        if (hosts.length === 0) return unknown(view, tlsFact, giveUrl)
        const faults = hosts.flatMap((host) => tlsFaults(host.value, view.now).map((fault) => ({ host, ...fault })))
        const worst =
          faults.find((fault) => fault.kind === 'broken') ?? faults.find((fault) => fault.kind === 'weak') ?? faults[0]
        if (worst) {
          const text = `${worst.host.subject}: ${worst.text}${faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''}.`
          return worst.kind === 'soon'
            ? partly(worst.host, text)
            : no(worst.host, text, worst.kind === 'broken' ? { urgency: 'act' } : {})
        }
        return yes(
          hosts,
          `${hosts.map((host) => `${host.subject}: ${host.value.offered.join(', ')}`).join('; ')}; certificates valid.`,
        )
      },
      advice: {
        step: 'Serve the whole shop with TLS 1.2 and 1.3 only, under a trusted certificate',
        how: 'Set ssl_protocols TLSv1.2 TLSv1.3 (nginx) or SSLProtocol -all +TLSv1.2 +TLSv1.3 (Apache), renew certificates automatically (ACME), and redirect http to https.',
        effort: 'hours',
        owner: 'CTO',
      },
    },
    {
      id: 'payment.headers',
      asks: 'Do the shop pages carry the headers that protect payment?',
      points: 15,
      judge: (view) => {
        const pages = view.all(pageFact)
        if (pages.length === 0) return unknown(view, pageFact, giveUrl)
        const wanted = ['content-security-policy', 'strict-transport-security', 'x-content-type-options']
        const framed = (headers: Record<string, string>) =>
          'x-frame-options' in headers || /frame-ancestors/.test(headers['content-security-policy'] ?? '')
        const lacking = [
          ...new Set(
            pages.flatMap(({ value }) => [
              ...wanted.filter((name) => !(name in value.headers)),
              ...(framed(value.headers) ? [] : ['x-frame-options or frame-ancestors']),
            ]),
          ),
        ]
        if (lacking.length === 0)
          return yes(pages, 'Content-Security-Policy, HSTS, X-Content-Type-Options and framing protection are set.')
        return (lacking.length >= 3 ? no : partly)(pages, `Missing: ${lacking.join(', ')}.`)
      },
      advice: {
        step: 'Set the security headers on every page',
        how: 'Start with Content-Security-Policy-Report-Only from "shopwarden payment watch", add Strict-Transport-Security: max-age=31536000, X-Content-Type-Options: nosniff and frame-ancestors.',
        effort: 'hours',
        owner: 'CTO',
      },
    },
    {
      id: 'payment.scripts',
      asks: 'Is every script on the payment page known, justified and protected against change (6.4.3, 11.6.1)?',
      points: 25,
      judge: fromLatest(
        watchFact,
        'Give urls.checkout and install Chromium, or run "shopwarden payment watch URL".',
        (seen) => {
          const { scripts, unauthorised, alerts, watches, longestGapDays } = seen.value
          if (alerts.length > 0)
            return no(
              seen,
              `${alerts.length} unauthorised change(s) on the payment page: ${alerts.slice(0, 2).join('; ')}.`,
              { urgency: 'act' },
            )
          if (unauthorised > 0)
            return scripts === 0
              ? yes(seen, 'No script of the shop runs on the payment page.')
              : no(
                  seen,
                  `${unauthorised} of ${scripts} scripts that ran on the payment page are not authorised and justified by anybody.`,
                )
          const rhythm = `${watches} watches in 30 days, longest gap ${longestGapDays} days`
          return longestGapDays <= 8
            ? yes(seen, `All ${scripts} scripts are authorised; ${rhythm}.`)
            : partly(seen, `All ${scripts} scripts are authorised, but the page is not watched every week (${rhythm}).`)
        },
      ),
      advice: {
        step: 'Keep an inventory of payment-page scripts and watch it weekly',
        how: 'Run "shopwarden payment watch" on a schedule; remove scripts that payment does not need; add integrity attributes to the rest.',
        effort: 'days',
        owner: 'CTO',
      },
    },
    {
      id: 'payment.card-data',
      asks: 'Does card data stay with the payment provider (no own card form, nothing stored)?',
      points: 15,
      judge: (view) => {
        const stored = view.latest(storedFact)
        if (stored !== undefined && stored.value.numbers > 0) {
          return no(
            stored,
            `${stored.value.numbers} card numbers are stored in the clear, in ${stored.value.filesWithNumbers} of ${stored.value.files} files.`,
            { urgency: 'act' },
          )
        }
        const pages = view.all(pageFact)
        if (pages.length === 0) return unknown(view, pageFact, giveUrl)
        const checkout = view.latest(checkoutFact)
        const ways = checkout?.value.ways.map((item) => item.way) ?? []
        if (checkout && ways.some((way) => way === 'own-form' || way === 'direct-post')) {
          const way = ways.includes('own-form') ? 'own-form' : 'direct-post'
          const seen = checkout.value.ways.find((item) => item.way === way)!
          return way === 'own-form'
            ? no(checkout, `${seen.because} The whole shop is in the scope of PCI DSS (SAQ D).`)
            : partly(checkout, `${seen.because} The page is in the scope of PCI DSS (SAQ A-EP).`)
        }
        const own = pages.filter((page) => page.value.cardFields.length > 0)
        if (own.length > 0)
          return no(
            own,
            `The shop's own page asks for card data (${own[0]!.value.cardFields.join(', ')}): the whole shop is in the scope of PCI DSS.`,
          )
        if (checkout && ways.length > 0)
          return yes(checkout, `${checkout.value.ways.map((item) => item.because).join(' ')} SAQ A is likely.`, {
            confidence: 0.8,
          })
        const framed = pages.filter((page) => page.value.providers.length > 0)
        if (framed.length > 0)
          return yes(
            framed,
            `Card data is entered at ${[...new Set(framed.flatMap((page) => page.value.providers))].join(', ')}.`,
            { confidence: 0.7 },
          )
        return {
          verdict: 'unknown',
          because: 'No card entry was seen on the pages looked at.',
          evidence: [],
          confidence: 0,
          fix: 'Give urls.checkout.',
        }
      },
      advice: {
        step: "Let the payment provider's frame or page take the card data",
        how: 'Use the provider\'s hosted fields or redirect; then SAQ A applies instead of SAQ D ("shopwarden payment saq URL" tells).',
        effort: 'weeks',
        owner: 'CTO',
      },
      attest: {
        ask: "Is card data entered only in the payment provider's own page or frame, and never stored by you?",
        validDays: 365,
      },
    },
    {
      id: 'payment.asv',
      asks: 'Did an ASV scan the shop in the last quarter, and pass it (11.3.2)?',
      points: 25,
      judge: (view) => {
        const seen = view.latest(documentsFact)
        const reports = seen?.value.files.filter((file) => file.kind === 'asv') ?? []
        if (seen === undefined || reports.length === 0)
          return unknown(view, documentsFact, 'File the attestation of scan compliance under documents (kind: asv).')
        const newest = reports.reduce((best, file) =>
          (file.asv?.scanned ?? '') >= (best.asv?.scanned ?? '') ? file : best,
        )
        const basis = 'The document was seen; whether it is genuine cannot be checked here.'
        if (newest.asv === undefined)
          return partly(seen, `An ASV document is filed (${newest.name}), but ${newest.problems.join('; ')}.`, {
            confidence: 0.4,
          })
        const { status, expires } = newest.asv
        const today = view.now.toISOString().slice(0, 10)
        const about = `${newest.about}.`
        if (status === 'fail') return no(seen, `${about} It did not pass. ${basis}`, { urgency: 'attend' })
        if (expires !== undefined && expires < today) return no(seen, `${about} It ran out on ${expires}. ${basis}`)
        const open = [...newest.problems, ...seen.value.gaps]
        return open.length === 0
          ? yes(seen, `${about} Four quarters without a gap are on file. ${basis}`, { confidence: 0.7 })
          : partly(seen, `${about} Open: ${open.slice(0, 4).join('; ')}. ${basis}`, { confidence: 0.6 })
      },
      advice: {
        step: 'Order a quarterly scan by an approved scanning vendor',
        how: 'Choose one from the list of the PCI Security Standards Council, give it every payment host, and file each attestation in shop.yaml under documents.',
        effort: 'days',
        owner: 'COO',
      },
      attest: { ask: 'Did an approved scanning vendor (ASV) pass your shop within the last 90 days?', validDays: 90 },
    },
  ],
}
