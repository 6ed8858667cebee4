import { expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { checkoutFact, documentsFact, pageFact, storedFact, tlsFact, watchFact } from './schema.ts'

const certificate = {
  subject: 'shop.example',
  issuer: 'CA',
  names: 'DNS:shop.example',
  validFrom: '2026-01-01T00:00:00Z',
  validTo: '2026-12-01T00:00:00Z',
  bits: 256,
}
const tls = (value: object) =>
  saw(tlsFact, {
    offered: ['TLS 1.2', 'TLS 1.3'],
    classes: ['aead-forward'],
    postQuantum: true,
    certificate,
    plainHttpOnly: false,
    ...value,
  })
const page = (value: object) =>
  saw(
    pageFact,
    {
      status: 200,
      secure: true,
      headers: {},
      cookies: [],
      scripts: [],
      frames: [],
      mixedContent: [],
      cardFields: [],
      providers: [],
      ...value,
    },
    'https://shop.example/',
  )
const watched = (value: object) =>
  saw(watchFact, {
    scripts: 3,
    unauthorised: 0,
    withIntegrity: 1,
    alerts: [],
    watches: 1,
    longestGapDays: 30,
    ...value,
  })
const passed = {
  status: 'pass' as const,
  scanned: '2026-04-15',
  expires: '2026-07-14',
  ambiguousDates: false,
  partial: false,
  customerAttested: true,
  vendorAttested: true,
  hosts: ['shop.example'],
}
const filed = (files: object[], gaps: string[] = []) =>
  saw(documentsFact, {
    files: files.map((file) => ({
      name: 'a.pdf',
      kind: 'asv' as const,
      sha256: 'x',
      modified: '',
      about: 'ASV scan',
      asv: passed,
      problems: [],
      ...file,
    })),
    scans: [],
    gaps,
  })
const took = (way: 'own-form' | 'direct-post' | 'redirect') =>
  saw(checkoutFact, { ways: [{ way, because: 'Seen.' }], parts: [], obstacles: [] })
const allHeaders = {
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=1',
  'x-content-type-options': 'nosniff',
}

it.each([
  ['encryption: nothing seen', 'payment.encryption', [], 'unknown'],
  ['encryption: modern', 'payment.encryption', [tls({})], 'yes'],
  ['encryption: plain http', 'payment.encryption', [tls({ plainHttpOnly: true, offered: [] })], 'no'],
  ['encryption: TLS 1.0 offered', 'payment.encryption', [tls({ offered: ['TLS 1.0', 'TLS 1.2'] })], 'no'],
  [
    'encryption: expired',
    'payment.encryption',
    [tls({ certificate: { ...certificate, validTo: '2026-05-01T00:00:00Z' } })],
    'no',
  ],
  [
    'encryption: runs out soon',
    'payment.encryption',
    [tls({ certificate: { ...certificate, validTo: '2026-06-08T00:00:00Z' } })],
    'partly',
  ],
  ['encryption: not trusted', 'payment.encryption', [tls({ chainError: 'DEPTH_ZERO_SELF_SIGNED_CERT' })], 'no'],
  ['headers: none', 'payment.headers', [page({})], 'no'],
  ['headers: all', 'payment.headers', [page({ headers: allHeaders })], 'yes'],
  [
    'headers: HSTS missing',
    'payment.headers',
    [
      page({
        headers: {
          'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
          'x-content-type-options': 'nosniff',
        },
      }),
    ],
    'partly',
  ],
  ['scripts: not watched', 'payment.scripts', [page({})], 'unknown'],
  ['scripts: an alert', 'payment.scripts', [watched({ alerts: ['A new script'] })], 'no'],
  ['scripts: nobody authorised them', 'payment.scripts', [watched({ unauthorised: 2 })], 'no'],
  ['scripts: authorised and watched weekly', 'payment.scripts', [watched({ watches: 5, longestGapDays: 7 })], 'yes'],
  ['scripts: authorised, watched once', 'payment.scripts', [watched({})], 'partly'],
  [
    'card data: stored',
    'payment.card-data',
    [page({ providers: ['stripe'] }), saw(storedFact, { files: 1, bytes: 9, numbers: 2, filesWithNumbers: 1 })],
    'no',
  ],
  ['card data: own form', 'payment.card-data', [page({ cardFields: ['cardnumber'] })], 'no'],
  ['card data: at a provider', 'payment.card-data', [page({ providers: ['stripe'] })], 'yes'],
  ['card data: nothing seen', 'payment.card-data', [page({})], 'unknown'],
  ['ASV: nothing filed', 'payment.asv', [], 'unknown'],
  ['ASV: only an AOC', 'payment.asv', [filed([{ kind: 'aoc' }])], 'unknown'],
  ['ASV: not readable', 'payment.asv', [filed([{ asv: undefined, problems: ['it is encrypted'] }])], 'partly'],
  ['ASV: in order, four quarters', 'payment.asv', [filed([{}])], 'yes'],
  ['ASV: in order, one quarter', 'payment.asv', [filed([{}], ['nothing before'])], 'partly'],
  ['ASV: names another host', 'payment.asv', [filed([{ problems: ['it does not name shop.example'] }])], 'partly'],
  ['ASV: failed', 'payment.asv', [filed([{ asv: { ...passed, status: 'fail' } }])], 'no'],
  ['ASV: ran out', 'payment.asv', [filed([{ asv: { ...passed, expires: '2026-05-30' } }])], 'no'],
  [
    'card data: own form in the browser',
    'payment.card-data',
    [page({ providers: ['stripe'] }), took('own-form')],
    'no',
  ],
  ['card data: posted to the provider', 'payment.card-data', [page({}), took('direct-post')], 'partly'],
  ['card data: redirect in the browser', 'payment.card-data', [page({}), took('redirect')], 'yes'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)

it('has 100 points', () => expect(question.criteria.reduce((sum, item) => sum + item.points, 0)).toBe(100))
