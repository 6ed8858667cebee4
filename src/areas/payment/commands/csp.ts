import { randomBytes } from 'node:crypto'
import type { Verb } from '../../../core/area.ts'
import { answerOptions, choice, writeAnswer } from '../../../core/options.ts'
import { withBrowser } from '../../../net/browser.ts'
import { type Proposal, searchPolicy } from '../csp/search.ts'
import { visit } from '../watch/visit.ts'
import { PROFILES } from '../watch/watch.ts'
import { readWay, wayOptions } from './steps.ts'
import { neededBrowser, neededUrl } from './needed.ts'

function asText(url: string, proposal: Proposal, reports: string | undefined): string {
  if (proposal.header === undefined)
    return [
      `No policy was found under which ${url} works (${proposal.rounds} tried).`,
      ...proposal.broken.slice(0, 20).map((item) => `  - ${item}`),
      'Next: mend what is listed, or write the policy by hand and try it as Content-Security-Policy-Report-Only.',
    ].join('\n')
  const header = reports ? `${proposal.header}; report-uri ${reports}` : proposal.header
  return [
    `Tested in Chromium on ${url}: every script ran, nothing was refused (${proposal.rounds} rounds).`,
    '',
    `Content-Security-Policy-Report-Only: ${header}`,
    '',
    'Send it as report-only for a week first; then rename it to Content-Security-Policy.',
    ...(proposal.needsNonce
      ? ['Put a fresh random value in place of RANDOM in each answer, and the same on each script tag (nonce="…").']
      : []),
    ...(proposal.weaknesses.length > 0
      ? ['', 'What weakens it:', ...proposal.weaknesses.map((item) => `  - ${item}`)]
      : []),
    '',
    'Why each source is in it:',
    ...proposal.sources.map((item) => `  ${item.directive} ${item.source.slice(0, 60)}: ${item.because}`),
  ].join('\n')
}

/** `shopwarden payment csp URL` */
export const cspVerb: Verb = {
  summary: 'Propose a strict Content-Security-Policy for the payment page, tested in the browser first',
  arguments: ['<url>'],
  options: [
    ...wayOptions,
    { flags: '--report-to <address>', description: 'where browsers send what was refused (payment reports serve)' },
    ...answerOptions,
  ],
  async run([given], options, io) {
    const url = neededUrl(given)
    const chromium = neededBrowser(io)
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const way = readWay(options, io)
    const proposal = await withBrowser({ executable: chromium }, (browser) =>
      searchPolicy(
        (policy) => visit(browser, { url, ...way, profile: PROFILES[0]!, signal: io.signal, policy }),
        () => randomBytes(12).toString('base64'),
      ),
    )
    const reports = typeof options['reportTo'] === 'string' ? options['reportTo'] : undefined
    writeAnswer(
      format === 'json' ? JSON.stringify({ url, ...proposal }, null, 2) : asText(url, proposal, reports),
      options,
      io,
    )
    return proposal.header === undefined ? 3 : 0
  },
}
