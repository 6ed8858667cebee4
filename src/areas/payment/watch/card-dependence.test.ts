import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountsAsked, accountsOf, accountsShown, copiedElse, otherAccounts } from './accounts.ts'
import { cardDependent, placedValues, steadyWays } from './card-dependence.ts'
import { familyOf } from './family.ts'
import { openedSources } from './headers.ts'
import type { Observation } from './observation.ts'
import { blank } from './test-observation.ts'
import { TEST_CARDS } from './typing.ts'

const now = 1_760_000_000_000
/** Four visits, two with each card, of a page that sends what `body` makes of the card and of the visit. */
const visits = (body: (card: string, visit: number) => string): Observation[] =>
  [0, 0, 1, 1].map((card, visit) => ({
    ...blank,
    card,
    values: placedValues(
      [{ url: 'https://shop.example/log', kind: 'fetch', body: body(TEST_CARDS[card]!, visit) }],
      [],
      now,
    ),
  }))

describe('what follows the card', () => {
  it('is seen under any fixed encoding, whatever else is sent beside it', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 2, maxLength: 3, unit: fc.constantFrom(...'abcdxyz') }), {
          minLength: 10,
          maxLength: 10,
        }),
        (words) => {
          const seen = cardDependent(
            visits((card, visit) =>
              JSON.stringify({
                v: [...card].map((digit) => words[Number(digit)]).join('-'),
                nonce: `n${visit}${words[0]}`,
                at: now + visit,
              }),
            ),
          )
          expect(seen).toContain('fetch to shop.example/log, v')
        },
      ),
    ))

  it.each<[string, (card: string, visit: number) => string]>([
    ['nonces', (_, visit) => JSON.stringify({ nonce: `a${visit}b${visit}` })],
    ['the bank and the last four digits', (card) => `bin=${card.slice(0, 8)}&last=${card.slice(-4)}`],
    ['what is masked', (card) => JSON.stringify({ v: card.replace(/\d/g, '*') })],
    [
      'clocks',
      (_, visit) =>
        JSON.stringify({ t: now + (visit > 1 ? 1000 : 0), s: Math.floor(now / 1000) + (visit > 1 ? 1 : 0) }),
    ],
    ['the kind of visitor', (_, visit) => `vp=${visit === 1 ? '390x844' : '1280x720'}`],
  ])('is not seen in %s', (_name, body) => expect(cardDependent(visits(body))).toEqual([]))

  it('is not judged without two visits for each card', () =>
    expect(cardDependent(visits((card) => `v=x${card}`).slice(0, 3))).toEqual([]))

  it('is put together where it leaves key by key', () => {
    const values = (card: string) =>
      placedValues(
        [...card].map((digit) => ({
          url: `https://shop.example/k?d=${'qwertyuiop'[Number(digit)]}`,
          kind: 'image',
          body: '',
        })),
        [],
        now,
      )
    const seen = cardDependent([0, 0, 1, 1].map((card) => ({ ...blank, card, values: values(TEST_CARDS[card]!) })))
    expect(seen).toContain('image to shop.example/k, d in pieces')
  })

  it('is seen in pieces also where visits are cut off at different ones, or say one twice', () => {
    const values = (card: string, pieces: number, twice: boolean) =>
      placedValues(
        [...card]
          .slice(0, pieces)
          .flatMap((digit, at) => Array<string>(twice && at > 2 ? 2 : 1).fill(`${at}${(Number(digit) * 7 + 3) % 10}`))
          .map((piece) => ({ url: `https://shop.example/p?_=100${piece}7`, kind: 'fetch', body: '' })),
        [],
        now,
      )
    const seen = [13, 16, 14, 12].map((pieces, visit) => ({
      ...blank,
      card: visit >> 1,
      values: values(TEST_CARDS[visit >> 1]!, pieces, visit === 1),
    }))
    expect(cardDependent(seen)).toContain('fetch to shop.example/p, _ in pieces')
  })

  it('reads anything without failing', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.uint8Array({ maxLength: 300 }), (url, bytes) => {
        const body = Buffer.from(bytes).toString('latin1')
        for (const { digest } of placedValues(
          [{ url: `https://a.example/${url}`, kind: 'fetch', body }],
          [{ place: 'cookie a', text: body }],
          now,
        ))
          expect(digest).toMatch(/^[0-9a-f]{20}$/)
      }),
    ))
})

it('types two cards alike in what may be shown of a number', () => {
  const [one, other] = TEST_CARDS
  expect([one.slice(0, 8), one.slice(-4)]).toEqual([other.slice(0, 8), other.slice(-4)])
  expect(one).not.toBe(other)
})

it('knows the owner of a host, and that customers of a hosting service are strangers', () => {
  expect(familyOf('cdn2.vendor.co.uk:8443')).toBe('vendor.co.uk')
  expect(familyOf('a.github.io')).not.toBe(familyOf('b.github.io'))
  expect(familyOf('js.provider.example.evil.example')).not.toBe(familyOf('js.provider.example'))
  expect(familyOf('127.0.0.1:80')).toBe('127.0.0.1')
})

describe('policies', () => {
  const opened = (before: string, after: string) =>
    openedSources(before, after, (host) => host === 'px.approved.example')
  it('may be extended for approved hosts and relatives, not for strangers', () => {
    expect(opened("script-src 'self' cdn.vendor.example", "script-src 'self' cdn2.vendor.example")).toEqual([])
    expect(opened("script-src 'self'", "script-src 'self' https://px.approved.example/a/")).toEqual([])
    expect(opened("script-src 'self' cdn.vendor.example", "script-src 'self' vendor.evil.example")).toHaveLength(1)
    expect(opened("script-src 'self'", "script-src 'self' *")).toHaveLength(1)
  })
  it('may name hosts that are known in place of trust in whatever is loaded, and the own host where it serves scripts', () => {
    const before = "script-src 'nonce-a' 'strict-dynamic'"
    const after = "script-src 'self' 'nonce-b' https://px.approved.example"
    expect(openedSources(before, after, (host) => host === 'px.approved.example', true)).toEqual([])
    expect(openedSources(before, after, () => true)).toEqual(["script-src 'self'"])
    expect(openedSources(before, `${after} evil.example`, (host) => host === 'px.approved.example', true)).toEqual([
      'script-src evil.example',
    ])
  })
  it('may go from any inline script to nonces, not from none to any that is loaded', () => {
    expect(opened("script-src 'self' 'unsafe-inline'", "script-src 'nonce-a' 'strict-dynamic'")).toEqual([])
    expect(opened("script-src 'self'", "script-src 'self' 'nonce-a' 'strict-dynamic'")).toHaveLength(1)
    expect(opened("script-src 'self'", "script-src 'self' 'unsafe-inline'")).toHaveLength(1)
  })
})

describe('accounts that are paid', () => {
  const named = (key: string) =>
    accountsOf(
      [{ source: `Stripe("${key}"); var s = { "merchantId": "M-1" }` }],
      [
        { name: 'pos_id', value: '300746' },
        { name: 'nonce', value: key },
      ],
      ['https://www.paypal.com/sdk/js?client-id=AbC123&currency=EUR'],
    )
  it('are read from scripts, fields and addresses', () =>
    expect(named('pk_live_1').map(({ name, value }) => `${name}=${value}`)).toEqual([
      'key pk=pk_live_1',
      'merchantid=M-1',
      'client-id=AbC123',
      'client-id at www.paypal.com=AbC123',
      'pos_id=300746',
    ]))
  it('are told when they change, not when one more or none is named', () => {
    expect(otherAccounts(named('pk_live_2'), named('pk_live_1'))).toEqual([
      { name: 'key pk', was: 'pk_live_1', now: 'pk_live_2', beside: false },
    ])
    expect(otherAccounts([...named('pk_live_1'), ...named('pk_live_2')], named('pk_live_1'))).toEqual([])
    expect(otherAccounts([], named('pk_live_1'))).toEqual([])
  })
  it('are told when a second one stands in an address of the same host, not of another', () => {
    const framed = (...addresses: string[]) => accountsOf([], [], addresses)
    const own = 'https://js.psp.example/frame.html#key=pk_live_a1'
    expect(otherAccounts(framed(own, 'https://js.psp.example/frame.html#key=pk_live_zz'), framed(own))).toMatchObject([
      { name: 'key at js.psp.example', now: 'pk_live_zz', beside: true },
    ])
    expect(otherAccounts(framed(own, 'https://js.other.example/x?key=abc1'), framed(own))).toEqual([])
  })
  it('are told when the key changes that cards are sealed with', () => {
    const page = (key: string) =>
      accountsOf([{ source: `var bank = {"key":"10001|${key.repeat(40)}","lang":"fr"}` }], [], [])
    expect(otherAccounts(page('A7'), page('9C'))).toHaveLength(1)
    expect(otherAccounts(page('A7'), page('A7'))).toEqual([])
    expect(
      accountsOf([{ source: `applicationServerKey: "${'B3'.repeat(43)}", siteKey: "6LdAbCdEf"` }], [], []),
    ).toEqual([])
  })
})

describe('accounts that others are asked for', () => {
  const asked = (...requests: [url: string, body: string][]) =>
    accountsAsked(
      requests.map(([url, body]) => ({ url, text: `${url}\n${body}` })),
      'shop.example',
    )
  const own = 'https://api.psp.example/v1/tokens'
  it('are read from addresses, forms, JSON and headers, not where the shop asks itself', () => {
    expect(
      asked(
        [`${own}?account=acct_1`, 'key=pk_live_77aa&card%5Bnumber%5D=x'],
        [own, '{"merchantId":"M-81","amount":"12"}'],
        [own, '{"authorization":"Bearer pk_live_88bb"}'],
        ['https://shop.example/cart?key=c81f', 'account=4'],
      ).map(({ name, value }) => `${name}=${value}`),
    ).toEqual([
      'account at api.psp.example=acct_1',
      'key at api.psp.example=pk_live_77aa',
      'merchantid at api.psp.example=M-81',
      'key at api.psp.example=pk_live_88bb',
    ])
  })
  it('are told when one is asked for another, or beside it', () => {
    const known = asked([own, 'key=pk_live_77aa'])
    expect(otherAccounts(asked([own, 'key=pk_live_zz99']), known)).toMatchObject([{ now: 'pk_live_zz99' }])
    expect(otherAccounts(asked([own, 'key=pk_live_77aa'], [own, 'key=pk_live_zz99']), known)).toMatchObject([
      { now: 'pk_live_zz99', beside: true },
    ])
    expect(otherAccounts(known, known)).toEqual([])
  })
})

describe('accounts for transfers', () => {
  const shown = ['Stadttheater, IBAN NL91 ABNA 0417 1643 00 Copy', 'Order T-20417']
  it('are compared with what is copied, whatever stands around and between', () => {
    expect(accountsShown(shown, ['NL91ABNA0417164300'])).toEqual([
      { name: 'account shown', value: 'NL91ABNA0417164300' },
      { name: 'account copied', value: 'NL91ABNA0417164300' },
    ])
    expect(copiedElse(shown, ['nl91 abna 0417 1643 00', 'SPRING-10', 'NL91ABNA0417164301'])).toEqual([])
    expect(copiedElse(shown, ['NL02 ABNA 0123 4567 89'])).toEqual(['NL02ABNA0123456789'])
    expect(copiedElse(shown, ['0x52908400098527886E0F7030069857D2E4169EE7'])).toHaveLength(1)
  })
  it('are looked for in anything without failing', () =>
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void accountsShown([text], [text]))))
})

describe('ways by which the same leaves whichever card is typed', () => {
  const way = 'fetch to shop.example/log'
  it.each<[string, (card: string, visit: number) => string, boolean]>([
    ['a look-up of the address', () => JSON.stringify({ street: 'test', postcode: '10115' }), true],
    ['a look-up of the bank', (card) => JSON.stringify({ bin: card.slice(0, 6), amount: 59.9 }), true],
    ['a token for each visitor', (_, visit) => JSON.stringify({ token: `k${visit}zq${visit}` }), false],
    ['what is made of the card', (card) => JSON.stringify({ n: [...card].reverse().join('-') }), false],
  ])('%s', (_name, body, steady) => {
    expect(steadyWays(visits(body)).has(way)).toBe(steady)
  })

  it('does not take the number of requests for something made of the card', () => {
    const some = (count: number, card: number) => ({
      ...blank,
      card,
      values: placedValues(
        Array.from({ length: count }, () => ({
          url: 'https://apm.example/spans',
          kind: 'ping',
          body: '{"m":"POST","u":"/order"}',
        })),
        [],
        now,
      ),
    })
    expect(cardDependent([some(2, 0), some(2, 0), some(3, 1), some(3, 1)])).toEqual([])
  })
})
