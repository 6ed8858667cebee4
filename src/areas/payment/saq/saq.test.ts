import { describe, expect, it } from 'vitest'
import { observationSchema, type Observation } from '../watch/observation.ts'
import { readProviders } from '../providers.ts'
import { readCheckout, type Checkout } from './checkout.ts'
import { decide, type Known } from './decide.ts'
import { readRequirements, viewRequirements } from './requirements.ts'

const { providers } = readProviders('knowledge')
const { requirements } = readRequirements('knowledge')
const url = 'https://shop.example/checkout'

const seen = (change: Partial<Observation>): Observation =>
  observationSchema.parse({
    profile: 'desktop',
    url,
    status: 200,
    headers: {},
    scripts: [],
    scriptTags: [],
    frames: [],
    formHosts: [],
    cardFields: [],
    cardForms: [],
    frameFields: [],
    leadsTo: [],
    payLeadsTo: [],
    readingStyles: [],
    violations: [],
    errors: [],
    handlers: [],
    obstacles: [],
    overlays: [],
    serviceWorkers: [],
    requests: [],
    stored: [],
    ...change,
  })
const carried = (host: string) => ({
  host,
  url: `https://${host}/x`,
  kind: 'fetch',
  afterTyping: true,
  opaque: false,
  carries: 'plain',
})
const nothing: Known = { storedNumbers: undefined, scripts: undefined, attestedProviders: [] }
const judged = (change: Partial<Observation>, known: Partial<Known> = {}) =>
  decide(readCheckout([seen(change)], url, providers), { ...nothing, ...known })

describe('which questionnaire applies', () => {
  it.each([
    ['the provider serves the page', { url: 'https://checkout.stripe.com/c/pay' }, 'outsourced', 'A'],
    ['pay leads to a provider', { payLeadsTo: ['secure.przelewy24.pl'] }, 'redirect', 'A'],
    ['a link leads to a payment page', { leadsTo: ['pay.mollie.com'] }, 'redirect', 'A'],
    ['a link to a provider, not to a payment page', { leadsTo: ['docs.stripe.com'] }, 'unknown', 'unknown'],
    ['pay leads to somebody unknown', { payLeadsTo: ['pay.unknown.example'] }, 'unknown', 'unknown'],
    ['fields in a frame of the provider', { frameFields: [{ host: 'js.stripe.com', fields: 3 }] }, 'iframe', 'A'],
    ['a frame of the provider', { frames: [{ host: 'checkoutshopper-live.adyen.com', url: '' }] }, 'iframe', 'A'],
    [
      'a form that goes straight to the provider',
      { cardForms: [{ target: 'secure.worldpay.com', named: true }] },
      'direct-post',
      'A-EP',
    ],
    [
      'fields without names, sent to the provider by its script',
      { cardForms: [{ target: 'shop.example', named: false }], requests: [carried('api.stripe.com')] },
      'direct-post',
      'A-EP',
    ],
    [
      'fields that go to the provider and to the shop',
      {
        cardForms: [{ target: 'shop.example', named: false }],
        requests: [carried('api.stripe.com'), carried('shop.example')],
      },
      'own-form',
      'D',
    ],
    ["the shop's own form", { cardForms: [{ target: 'shop.example', named: true }] }, 'own-form', 'D'],
    [
      "fields in a frame of the shop's own",
      { frameFields: [{ host: 'pay.shop.example', fields: 2 }] },
      'own-form',
      'D',
    ],
    [
      'a frame and, beside it, an own form: the heavier decides',
      { frameFields: [{ host: 'js.stripe.com', fields: 3 }], cardForms: [{ target: '', named: true }] },
      'own-form',
      'D',
    ],
    ['nothing', {}, 'unknown', 'unknown'],
  ] as const)('%s', (_, change, way, saq) => {
    const decision = judged(change as Partial<Observation>)
    expect(decision).toMatchObject({ way, saq })
    expect(decision.reasons.length).toBeGreaterThan(0)
    expect(decision.toConfirm.length).toBeGreaterThan(0)
  })

  const frame = { frameFields: [{ host: 'js.stripe.com', fields: 3 }] }
  const scripts = (known: Partial<Known>, change: Partial<Observation> = frame) =>
    judged(change, known).conditions.find((item) => item.id === 'scripts-cannot-attack')?.state

  it('asks about scripts for frames only, and takes watching or the provider for an answer (FAQ 1588)', () => {
    expect(scripts({})).toBe('to be confirmed')
    expect(scripts({ scripts: { authorised: true, weekly: true, alerts: 0 } })).toBe('met')
    expect(scripts({ scripts: { authorised: true, weekly: true, alerts: 1 } })).toBe('not met')
    expect(scripts({ stated: { by: 'Anna', conditions: { 'scripts-cannot-attack': true } } })).toBe('met')
    expect(scripts({}, { payLeadsTo: ['secure.przelewy24.pl'] })).toBeUndefined()
  })

  it('is D where card numbers are stored, whatever the checkout looks like', () => {
    expect(judged(frame, { storedNumbers: 3 }).saq).toBe('D')
    expect(judged(frame, { storedNumbers: 0 }).conditions.find((item) => item.id === 'nothing-stored')).toMatchObject({
      state: 'met',
      basis: 'measured',
    })
  })

  it('lets a person make it heavier, never lighter than seen', () => {
    const stated = (way: 'own-form' | 'redirect') => judged(frame, { stated: { way, by: 'Anna', conditions: {} } })
    expect(stated('own-form').saq).toBe('D')
    expect(stated('redirect')).toMatchObject({ way: 'iframe', saq: 'A' })
    expect(stated('redirect').toConfirm.join()).toContain('differ')
  })

  it('says who serves which part', () => {
    const { parts } = readCheckout(
      [
        seen({
          scriptTags: [
            { host: 'js.stripe.com', url: '' },
            { host: 'cdn.shop.example', url: '' },
            { host: 'evil.example', url: '' },
          ],
        }),
      ],
      url,
      providers,
    )
    expect(parts.filter((part) => part.what === 'script').map((part) => [part.host, part.by])).toEqual([
      ['js.stripe.com', 'payment provider'],
      ['cdn.shop.example', 'the shop'],
      ['evil.example', 'somebody else'],
    ])
  })
})

describe('requirement by requirement', () => {
  const answer = (id: string, verdict: 'yes' | 'no' | 'partly' | 'unknown') => ({
    id,
    verdict,
    because: 'Seen.',
    evidence: ['ev_1'],
    basis: 'measured' as const,
  })
  const rows = (saq: 'A' | 'A-EP' | 'D' | 'unknown', answers: ReturnType<typeof answer>[], statements = {}) =>
    new Map(viewRequirements(requirements, saq, answers, statements, new Map()).map((row) => [row.id, row]))

  it('drops what the questionnaire does not ask for, and nothing where that is unknown', () => {
    expect(rows('A', []).get('6.4.3')).toMatchObject({ state: 'not applicable', result: 'not applicable' })
    expect(rows('A-EP', []).get('6.4.3')?.state).toBe('unknown')
    expect(rows('unknown', []).get('3.5.1')?.state).toBe('unknown')
    expect(rows('A', []).get('11.3.2')?.state).toBe('unknown')
  })

  it('takes measuring before words, the worst of several, and does not call half an answer in place', () => {
    expect(rows('D', [answer('payment.encryption', 'yes')]).get('4.2.1')).toMatchObject({
      state: 'measured',
      result: 'in place',
      evidence: ['ev_1'],
    })
    expect(rows('D', [answer('patches.pending', 'yes'), answer('platform.current', 'no')]).get('6.3.3')?.result).toBe(
      'not in place',
    )
    expect(rows('D', [answer('patches.pending', 'yes')]).get('6.3.3')?.result).toBe('partly')
    expect(rows('D', [answer('payment.asv', 'yes')]).get('11.3.2')?.state).toBe('documented')
    const statement = { '12.8.2': { result: 'in place', note: 'contract', by: 'Anna', on: '2026-11-01' } }
    expect(rows('A', [], statement).get('12.8.2')).toMatchObject({ state: 'attested', result: 'in place' })
    expect(rows('A', [answer('payment.asv', 'no')], { '11.3.2': statement['12.8.2'] }).get('11.3.2')?.result).toBe(
      'not in place',
    )
  })

  it('has every id once, and as many for each questionnaire as its form in the reading that the file names', () => {
    expect(new Set(requirements.map((item) => item.id)).size).toBe(requirements.length)
    const asked = (saqs: readonly string[]) => requirements.filter((item) => saqs.includes(item.saq)).length
    expect([asked(['A']), asked(['A', 'A-EP']), asked(['A', 'A-EP', 'D'])]).toEqual([27, 139, 233])
  })
})

it('never takes an unseen page for a light one', () => {
  const empty: Checkout = { ways: [], parts: [], obstacles: ['the page asks for a log-in'] }
  expect(decide(empty, nothing)).toMatchObject({
    saq: 'unknown',
    reasons: [expect.stringContaining('log-in'), expect.any(String)],
  })
})
