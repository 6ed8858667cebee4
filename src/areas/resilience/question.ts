import { fromLatest, no, partly, unknown, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { cutOffFact, edgeFact, testFact } from './schema.ts'

const giveUrl = 'Give the address of the shop.'

/** Question 2: immune to denial-of-service attacks, and tested? */
export const question: Question = {
  id: 'resilience',
  number: 2,
  asks: 'Would the shop withstand a denial-of-service attack, and has that been tested?',
  why: 'An attack on the day of a sale costs the revenue of that day. Weak servers fall to one laptop.',
  criteria: [
    {
      id: 'resilience.shield',
      asks: 'Does a network that filters attacks stand in front of the shop?',
      points: 30,
      judge: fromLatest(edgeFact, giveUrl, (seen) =>
        seen.value.shield
          ? yes(seen, `${seen.value.shield} answers for the shop.`, { confidence: 0.8 })
          : no(
              seen,
              `No protecting network was recognised in front of ${seen.subject} (${seen.value.addresses.join(', ')}).`,
              { confidence: 0.7 },
            ),
      ),
      advice: {
        step: 'Put a network with attack filtering in front of the shop',
        how: 'Choose a CDN or scrubbing service, point DNS at it, and let the server accept connections from its address ranges only.',
        effort: 'days',
        owner: 'CTO',
      },
    },
    {
      id: 'resilience.slow-clients',
      asks: 'Does the server drop clients that keep connections open without asking anything?',
      points: 20,
      judge: fromLatest(cutOffFact, giveUrl, (seen) => {
        const { headerSeconds, waitedSeconds } = seen.value
        if (headerSeconds === undefined)
          return no(
            seen,
            `A half-sent request was kept open for more than ${waitedSeconds} s: a few thousand such connections fill the server.`,
            { confidence: 0.7 },
          )
        return yes(seen, `Half-sent requests are dropped after ${headerSeconds} s.`, { confidence: 0.8 })
      }),
      advice: {
        step: 'Drop slow clients after 5 to 10 seconds and limit connections for each address',
        how: 'nginx: client_header_timeout 5s; client_body_timeout 5s; limit_conn 50. Apache: mod_reqtimeout header=5-10. Node: server.headersTimeout = 5000.',
        effort: 'minutes',
        owner: 'CTO',
      },
    },
    {
      id: 'resilience.dear-pages',
      asks: 'Are pages cached, and are expensive requests limited?',
      points: 20,
      judge: fromLatest(edgeFact, giveUrl, (seen) => {
        const { cachedPage, cacheBustedCached, rateLimited, plainMs, searchMs } = seen.value
        const figures = `start page ${plainMs} ms, search ${searchMs ?? '–'} ms`
        if ((cachedPage && cacheBustedCached) || rateLimited)
          return yes(
            seen,
            `${rateLimited ? 'Requests are limited' : 'Pages come from a cache, also with invented parameters'} (${figures}).`,
            { confidence: 0.7 },
          )
        if (cachedPage)
          return partly(seen, `Pages come from a cache, but an invented parameter gets past it (${figures}).`)
        return no(
          seen,
          `Every request reaches the application, also with invented parameters, and no limit was seen (${figures}).`,
          { confidence: 0.7 },
        )
      }),
      advice: {
        step: 'Cache pages for visitors and limit search, log-in and cart requests',
        how: 'Switch on the full-page cache of the platform or Varnish, ignore unknown parameters in its key, and limit requests for each address on dear pages.',
        effort: 'days',
        owner: 'CTO',
      },
    },
    {
      id: 'resilience.tested',
      asks: 'Was the resistance tested in the last year?',
      points: 30,
      judge: (view) => {
        const seen = view.latest(testFact)
        return seen
          ? yes(
              seen,
              `A test report is filed: ${seen.value.name} of ${seen.value.modified.slice(0, 10)}; its content was not read.`,
              { confidence: 0.6 },
            )
          : unknown(
              view,
              testFact,
              'Rehearse an attack on your own shop with proof of ownership, or file the report of a test under documents (kind: load-test).',
            )
      },
      advice: {
        step: 'Rehearse an attack once a year',
        how: 'Test a copy of the shop first; tell the hosting provider beforehand (AWS, Azure, Google and Cloudflare allow it through partners only).',
        effort: 'days',
        owner: 'CTO',
      },
      attest: {
        ask: 'Was the shop tested against a denial-of-service attack within the last year, with a good result?',
        validDays: 365,
      },
    },
  ],
}
