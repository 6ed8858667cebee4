import { no, partly, unknown, yes } from '../../core/judge.ts'
import type { Criterion, Question } from '../../core/question.ts'
import { looksOf, lookWith } from './merged-look.ts'
import { documentFact, lookFact, rehearsalFact } from './schema.ts'
import { bars } from './rehearse/verdict.ts'

const giveUrl = 'Give the address of the shop.'

const shield: Criterion = {
  id: 'resilience.shield',
  asks: 'Does a network that filters attacks stand in front of the shop, with the origin hidden behind it?',
  points: 25,
  judge(view) {
    const [seen] = looksOf(view)
    if (seen === undefined) return unknown(view, lookFact, giveUrl)
    const front = seen.value.recognised.find((one) => one.kind === 'shield' || one.kind === 'waf')
    if (front === undefined)
      return no(
        seen,
        `No protecting network was recognised in front of ${seen.value.origin} (${seen.value.addresses.join(', ')}).`,
        { confidence: 0.7 },
      )
    const exposed = seen.value.originCandidates?.find((one) => one.answersForShop === true)
    if (exposed)
      return partly(
        seen,
        `${front.name} answers for the shop, but ${exposed.address} (${exposed.via}) shows the shop without it: attackers go around.`,
      )
    const candidates = seen.value.originCandidates?.length ?? 0
    return yes(
      seen,
      `${front.name} answers for the shop (${front.by}).${candidates > 0 ? ` ${candidates} addresses in its public records may be the origin; none was asked.` : ''}`,
      { confidence: candidates > 0 ? 0.6 : 0.8 },
    )
  },
  advice: {
    step: 'Put a network with attack filtering in front of the shop and hide the origin',
    how: 'Choose a CDN or scrubbing service, point DNS at it, and let the server accept connections from its address ranges only. Check old addresses with "shopwarden resilience probe URL --origin ADDRESS".',
    effort: 'days',
    owner: 'CTO',
  },
}

const slowClients: Criterion = {
  id: 'resilience.slow-clients',
  asks: 'Does the server drop clients that keep connections open without asking anything?',
  points: 20,
  judge(view) {
    const seen = lookWith(view, 'cutOffs')
    if (seen === undefined) return unknown(view, lookFact, giveUrl)
    const answered = seen.part.filter((one) => one.failed === undefined)
    const slow = answered.filter((one) => ['header', 'header dribbled', 'body dribbled', 'idle'].includes(one.kind))
    if (slow.length === 0) return unknown(view, lookFact, giveUrl)
    const waited = seen.value.waitedSeconds ?? 0
    const kept = slow.filter((one) => one.seconds === undefined || one.seconds > bars.shedSeconds)
    const words = (list: typeof slow) =>
      list.map((one) => `${one.kind} ${one.seconds === undefined ? `over ${waited} s` : `${one.seconds} s`}`).join(', ')
    if (kept.length === 0) return yes(seen, `Slow clients are dropped (${words(slow)}).`, { confidence: 0.8 })
    const stops = kept.length < slow.length
    return (stops ? partly : no)(
      seen,
      `Slow clients are kept: ${words(kept)}. A few thousand such connections fill a server.`,
      { confidence: 0.75 },
    )
  },
  advice: {
    step: 'Drop slow clients after 5 to 10 seconds and limit connections for each address',
    how: 'nginx: client_header_timeout 5s; client_body_timeout 5s; limit_conn 50. Apache: mod_reqtimeout header=5-10. Node: headersTimeout 5000 and connectionsCheckingInterval 1000. "shopwarden resilience test" prints the settings for your server.',
    effort: 'minutes',
    owner: 'CTO',
  },
}

const dearPages: Criterion = {
  id: 'resilience.dear-pages',
  asks: 'Are pages cached, and are expensive requests limited?',
  points: 20,
  judge(view) {
    const seen = lookWith(view, 'cost') ?? looksOf(view)[0]
    if (seen === undefined) return unknown(view, lookFact, giveUrl)
    const { caching, cost } = seen.value
    const rates = lookWith(view, 'rates')
    const refused = rates?.part.filter((rate) => rate.refusedAt !== undefined).map((rate) => rate.page) ?? []
    const figures =
      cost === undefined
        ? ''
        : ` (${cost.pages.map((page) => `${page.page} ${page.firstMs} ms`).join(', ')}; dearest about ${cost.ratio ?? '?'} to 1)`
    if (caching.page && caching.busted)
      return yes(seen, `Pages come from a cache, also with invented parameters${figures}.`, { confidence: 0.7 })
    if (refused.length > 0 && rates)
      return (refused.length === rates.part.length ? yes : partly)(
        [seen, rates],
        `Quick requests are refused on ${refused.join(', ')}${figures}.`,
        { confidence: 0.7 },
      )
    if (cost?.pages.every((page) => page.page === 'nothing') && !caching.page)
      return {
        verdict: 'unknown',
        because: 'No page of the shop answered with its content, so none could be timed.',
        evidence: [seen.id],
        confidence: 0,
        fix: giveUrl,
      }
    if (cost?.ratio !== undefined && cost.ratio <= bars.costRatio)
      return yes(seen, `Requests cost the server little${figures}.`, { confidence: 0.6 })
    if (caching.page) return partly(seen, `Pages come from a cache, but an invented parameter gets past it${figures}.`)
    return no(
      seen,
      `Every request reaches the application, also with invented parameters, and no limit was seen${figures}.`,
      { confidence: 0.7 },
    )
  },
  advice: {
    step: 'Cache pages for visitors and limit search, log-in and cart requests',
    how: 'Switch on the full-page cache of the platform or Varnish, ignore unknown parameters in its key, and limit requests for each address on dear pages.',
    effort: 'days',
    owner: 'CTO',
  },
}

const surroundings: Criterion = {
  id: 'resilience.surroundings',
  asks: 'Are name servers, HTTP/2 and other services of the host no weak point?',
  points: 5,
  judge(view) {
    const looks = looksOf(view)
    if (looks.length === 0) return unknown(view, lookFact, giveUrl)
    const faults: string[] = []
    const known: string[] = []
    const frames = lookWith(view, 'rapidReset')
    if (frames)
      (frames.part.ended ? known : faults).push(
        frames.part.ended
          ? 'abused HTTP/2 connections are ended'
          : `HTTP/2 streams can be opened and reset without end (${frames.part.frames} tried)`,
      )
    const dns = lookWith(view, 'dns')
    if (dns && dns.part.providers.length > 0) {
      const anycast = dns.part.providers.some((one) => one.anycast === true)
      if (dns.part.providers.length === 1 && !anycast)
        faults.push(`one DNS provider only (${dns.part.providers[0]?.name}), no anycast known`)
      else known.push(`DNS by ${dns.part.providers.map((one) => one.name).join(', ')}`)
    }
    const amplifiers = lookWith(view, 'amplifiers')
    if (amplifiers) {
      if (amplifiers.part.length > 0)
        faults.push(
          `the host answers on ${amplifiers.part.map((one) => `${one.service} (${one.factor} to 1)`).join(', ')}`,
        )
      else known.push('no amplifying service answers')
    }
    const seen = [frames, dns, amplifiers].filter((one) => one !== undefined)
    if (seen.length === 0)
      return {
        verdict: 'unknown',
        because: 'Neither HTTP/2 nor public names were there to look at.',
        evidence: [],
        confidence: 0,
        fix: 'Run "shopwarden resilience probe URL" on the public address.',
      }
    if (faults.length > 0) return no(seen, `${faults.join('; ')}.`)
    return yes(seen, `${known.join('; ')}.`, { confidence: 0.7 })
  },
  advice: {
    step: 'Use name servers of two providers or an anycast one, close amplifying services, update HTTP/2',
    how: 'Firewall UDP 53, 111, 123, 161, 389, 1900 and 11211; update the web server; "shopwarden resilience probe URL" checks it.',
    effort: 'hours',
    owner: 'CTO',
  },
}

const tested: Criterion = {
  id: 'resilience.tested',
  asks: 'Was the resistance tested in the last year, with a good result?',
  points: 30,
  judge(view) {
    const rehearsal = view.latest(rehearsalFact)
    const document = view.latest(documentFact)
    if (rehearsal === undefined)
      return document
        ? yes(
            document,
            `A test report is filed: ${document.value.name} of ${document.value.modified.slice(0, 10)}; its content was not read.`,
            { confidence: 0.6 },
          )
        : unknown(
            view,
            rehearsalFact,
            'Rehearse an attack on your own shop ("shopwarden resilience test URL"), or file the report of a test under documents (kind: load-test).',
          )
    const { scenarios, ended, complete } = rehearsal.value
    const judged = scenarios.filter((one) => one.verdict !== 'not tested')
    const of = (verdict: string) => judged.filter((one) => one.verdict === verdict).map((one) => one.scenario)
    const covered = `${judged.length} of ${scenarios.length} scenarios on ${ended.slice(0, 10)}${complete ? '' : ', ended early'}`
    const [falls, holds] = [of('falls'), of('holds')]
    if (judged.length === 0) return unknown(view, rehearsalFact, 'Run the rehearsal to its end.')
    if (falls.length > 0)
      return no(
        rehearsal,
        `Rehearsed (${covered}): the shop falls to ${falls.join(', ')}${holds.length > 0 ? ` and holds without shedding ${holds.join(', ')}` : ''}.`,
      )
    if (holds.length > 0 || !complete)
      return partly(
        rehearsal,
        `Rehearsed (${covered}): customers could shop on${holds.length > 0 ? `, but not every figure was good in ${holds.join(', ')}` : ''}.`,
      )
    return yes(rehearsal, `Rehearsed (${covered}): the shop withstood all of them.`)
  },
  advice: {
    step: 'Rehearse an attack once a year',
    how: '"shopwarden resilience test URL" on a copy of the shop first; tell the hosting provider beforehand (AWS and Azure allow it through partners only).',
    effort: 'days',
    owner: 'CTO',
  },
  attest: {
    ask: 'Was the shop tested against a denial-of-service attack within the last year, with a good result?',
    validDays: 365,
  },
}

/** Question 2: immune to denial-of-service attacks, and tested? */
export const question: Question = {
  id: 'resilience',
  number: 2,
  asks: 'Would the shop withstand a denial-of-service attack, and has that been tested?',
  why: 'An attack on the day of a sale costs the revenue of that day. Weak servers fall to one laptop.',
  criteria: [shield, slowClients, dearPages, surroundings, tested],
}
