import { expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { documentFact, type Look, lookFact, rehearsalFact } from './schema.ts'

const look = (value: Partial<Look>) =>
  saw(lookFact, {
    origin: 'https://shop.example',
    addresses: ['198.51.100.1'],
    server: 'nginx',
    factsAsOf: '2024-06-25',
    recognised: [],
    queueSigns: [],
    caching: { page: false, busted: false },
    versions: { http2: false, http3: false, http3Announced: false },
    unknown: [],
    ...value,
  })

const cloudflare = { name: 'Cloudflare', kind: 'shield', by: 'header cf-ray', rehearsal: '' } as const
const origin = (answersForShop: boolean) => ({ address: '198.51.100.7', via: 'mail', answersForShop })
const cost = (ratio: number) => ({ pages: [{ page: 'home', path: '/', firstMs: 30 }], ratio })
const slow = (header: number | undefined, body: number | undefined) => ({
  waitedSeconds: 20,
  cutOffs: [
    { kind: 'header dribbled' as const, ...(header !== undefined && { seconds: header }) },
    { kind: 'body dribbled' as const, ...(body !== undefined && { seconds: body }) },
  ],
})
const login = (refusedAt?: number) => ({
  page: 'login' as const,
  path: '/login',
  asked: 12,
  ...(refusedAt !== undefined && { refusedAt }),
})
const search = { page: 'search' as const, path: '/search', asked: 12 }
const dns = (providers: { name: string; anycast?: boolean }[]) => ({
  domain: 'shop.example',
  nameServers: [],
  providers,
  cnames: [],
})
const rehearsal = (verdicts: ('withstands' | 'holds' | 'falls' | 'not tested')[], complete = true) =>
  saw(rehearsalFact, {
    ended: '2026-08-01T10:00:00.000Z',
    complete,
    authorisation: 'token file',
    scenarios: verdicts.map((verdict) => ({ scenario: 'slow-headers' as const, verdict, because: '', figures: {} })),
  })

it.each([
  ['nothing in front', 'resilience.shield', [look({})], 'no'],
  ['a network in front', 'resilience.shield', [look({ recognised: [cloudflare] })], 'yes'],
  ['only a cache in front', 'resilience.shield', [look({ recognised: [{ ...cloudflare, kind: 'cache' }] })], 'no'],
  [
    'a way around it',
    'resilience.shield',
    [look({ recognised: [cloudflare], originCandidates: [origin(true)] })],
    'partly',
  ],
  [
    'a mere candidate',
    'resilience.shield',
    [look({ recognised: [cloudflare], originCandidates: [origin(false)] })],
    'yes',
  ],
  ['not looked', 'resilience.shield', [], 'unknown'],
  ['patient with slow clients', 'resilience.slow-clients', [look(slow(undefined, undefined))], 'no'],
  ['drops slow clients', 'resilience.slow-clients', [look(slow(5, 5))], 'yes'],
  ['drops slow headers only', 'resilience.slow-clients', [look(slow(5, undefined))], 'partly'],
  ['drops them too late', 'resilience.slow-clients', [look(slow(16, 16))], 'no'],
  [
    'no connection at all',
    'resilience.slow-clients',
    [look({ cutOffs: [{ kind: 'header', failed: 'ECONNREFUSED' }] })],
    'unknown',
  ],
  ['nothing cached', 'resilience.dear-pages', [look({ cost: cost(180) })], 'no'],
  ['cheap pages', 'resilience.dear-pages', [look({ cost: cost(3) })], 'yes'],
  [
    'cache can be passed',
    'resilience.dear-pages',
    [look({ caching: { page: true, busted: false }, cost: cost(180) })],
    'partly',
  ],
  ['cache holds', 'resilience.dear-pages', [look({ caching: { page: true, busted: true } })], 'yes'],
  ['all limited', 'resilience.dear-pages', [look({ rates: [login(5)], cost: cost(180) })], 'yes'],
  ['some limited', 'resilience.dear-pages', [look({ rates: [login(5), search], cost: cost(180) })], 'partly'],
  ['resets without end', 'resilience.surroundings', [look({ rapidReset: { frames: 2000, ended: false } })], 'no'],
  ['one DNS provider', 'resilience.surroundings', [look({ dns: dns([{ name: 'a' }]) })], 'no'],
  ['two DNS providers', 'resilience.surroundings', [look({ dns: dns([{ name: 'a' }, { name: 'b' }]) })], 'yes'],
  ['one anycast provider', 'resilience.surroundings', [look({ dns: dns([{ name: 'a', anycast: true }]) })], 'yes'],
  [
    'an amplifier',
    'resilience.surroundings',
    [look({ amplifiers: [{ service: 'NTP', port: 123, asked: 8, answered: 400, factor: 50 }] })],
    'no',
  ],
  ['nothing to look at', 'resilience.surroundings', [look({})], 'unknown'],
  ['never tested', 'resilience.tested', [], 'unknown'],
  ['a report filed', 'resilience.tested', [saw(documentFact, { name: 'a', modified: '2026-01-01' })], 'yes'],
  ['withstood', 'resilience.tested', [rehearsal(['withstands', 'not tested'])], 'yes'],
  ['held only', 'resilience.tested', [rehearsal(['withstands', 'holds'])], 'partly'],
  ['fell', 'resilience.tested', [rehearsal(['withstands', 'falls', 'holds'])], 'no'],
  [
    'fell, whatever a filed report says',
    'resilience.tested',
    [rehearsal(['falls']), saw(documentFact, { name: 'a', modified: '2026-01-01' })],
    'no',
  ],
  ['interrupted', 'resilience.tested', [rehearsal(['withstands'], false)], 'partly'],
  ['nothing could be judged', 'resilience.tested', [rehearsal(['not tested'])], 'unknown'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)
