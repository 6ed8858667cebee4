import type { Prediction } from '../predict.ts'
import type { Look } from '../schema.ts'

const list = (items: readonly string[], none: string) => (items.length === 0 ? none : items.join(', '))

function protection(look: Look): string[] {
  return [
    `  in front         ${list(
      look.recognised.map((one) => `${one.name} (${one.by})`),
      'nothing recognised',
    )}${look.server === '' ? '' : `; server says ${look.server}`}`,
    `  cache            start page ${look.caching.page ? 'yes' : 'no'}, with an invented parameter ${look.caching.busted ? 'yes' : 'no'}`,
    `  scaling, queue   ${list(
      look.queueSigns.map((one) => one.name),
      'no sign',
    )}`,
    `  HTTP versions    1.1${look.versions.http2 ? ', 2' : ''}${look.versions.http3 ? ', 3' : look.versions.http3Announced ? ', 3 announced but not answering' : ''}`,
  ]
}

function names(look: Look): string[] {
  const { dns, originCandidates: origins } = look
  if (dns === undefined) return []
  const anycast = dns.providers.map(
    (one) => `${one.name}${one.anycast === true ? ', anycast' : one.anycast === false ? ', no anycast' : ''}`,
  )
  return [
    `  DNS              ${list(anycast, 'no provider found')}; records live ${dns.ttlSeconds ?? '?'} s${dns.providers.length === 1 ? '; one provider only' : ''}`,
    `  origin           ${list(
      (origins ?? []).map(
        (one) =>
          `${one.address} (${one.via}${one.answersForShop === true ? ', ANSWERS FOR THE SHOP' : one.answersForShop === false ? ', does not answer for the shop' : ''})`,
      ),
      'no candidate found',
    )}`,
  ]
}

function behaviour(look: Look): string[] {
  const lines = (look.cutOffs ?? []).map(
    (one) =>
      `  ${`${one.kind}`.padEnd(16)} ${one.failed ?? (one.seconds === undefined ? `open for more than ${look.waitedSeconds} s` : `ended after ${one.seconds} s`)}${one.answer === undefined ? '' : ` (${one.answer})`}`,
  )
  const { perClient, sizes, rates, cost } = look
  if (perClient)
    lines.push(
      `  one client       ${'unclear' in perClient ? perClient.unclear : perClient.stood < perClient.tried ? `${perClient.stood} of ${perClient.tried} connections stood (${perClient.refusedBy})` : `no limit up to ${perClient.tried} connections`}`,
    )
  if (sizes)
    lines.push(
      `  sizes            64 KB header ${sizes.header64k ?? 'cut'}, 16 KB address ${sizes.url16k ?? 'cut'}, body ${sizes.bodyRefused === undefined ? `of ${(sizes.bodyAccepted ?? 0) / 1e6} MB not refused` : `refused from ${sizes.bodyRefused / 1e6} MB`}`,
    )
  for (const rate of rates ?? [])
    lines.push(
      `  ${rate.page.padEnd(16)} ${rate.refusedAt === undefined ? `none of ${rate.asked} quick requests refused` : `refused at request ${rate.refusedAt}`}${rate.announces === undefined ? '' : `, announces ${rate.announces}`}`,
    )
  if (cost)
    lines.push(
      `  cost             ${cost.pages.map((page) => `${page.page} ${page.firstMs} ms`).join(', ')}; dearest about ${cost.ratio ?? '?'} to 1`,
    )
  if (look.rapidReset)
    lines.push(
      `  HTTP/2 resets    ${look.rapidReset.ended ? `ended within ${look.rapidReset.frames}` : `${look.rapidReset.frames} taken`}; CONTINUATION ${look.continuation?.ended ? `ended within ${look.continuation.frames}` : `${look.continuation?.frames} taken`}`,
    )
  if (look.amplifiers)
    lines.push(
      `  amplifiers       ${list(
        look.amplifiers.map((one) => `${one.service} on ${one.port}, ${one.factor} to 1`),
        'none answered',
      )}`,
    )
  return lines
}

/** A look for people: what was seen, then what a rehearsal would probably say. */
export function probeText(look: Look, predictions: readonly Prediction[]): string {
  const lines = [
    `Harmless look at ${look.origin} (${look.addresses.join(', ')})`,
    '',
    'Seen:',
    ...protection(look),
    ...names(look),
    ...behaviour(look),
  ]
  lines.push('', 'A rehearsal would probably say:')
  for (const one of predictions)
    lines.push(
      `  ${one.expected.toUpperCase().padEnd(10)} ${one.scenario.padEnd(20)} ${Math.round(one.confidence * 100)}% sure: ${one.because}`,
    )
  if (look.unknown.length > 0) lines.push('', 'Not known:', ...look.unknown.map((one) => `  ${one.what}: ${one.why}`))
  lines.push(
    '',
    `Facts about networks are of ${look.factsAsOf}. To know instead of guess: shopwarden resilience test ${look.origin}`,
  )
  return lines.join('\n')
}
