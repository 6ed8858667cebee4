import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseDisputed, baseEarlier } from '../fixtures/ce3-base.ts'
import { ce3Cases } from '../fixtures/ce3-cases.ts'
import { qualifyCe3 } from './ce3.ts'
import { qualifyFirstPartyTrust } from './first-party-trust.ts'
import { CE3_RULES } from './rules.ts'

describe('Visa Compelling Evidence 3.0: the table', () => {
  it('has at least sixty cases, each of a rule with a source', () => {
    expect(ce3Cases.length).toBeGreaterThanOrEqual(60)
    for (const item of ce3Cases) expect(CE3_RULES[item.rule].source).toMatch(/^https:/)
    expect(new Set(ce3Cases.map((item) => item.name)).size).toBe(ce3Cases.length)
  })

  it('is published as it is tested', async () => {
    const quoted = (text: string) => `"${text.replace(/"/g, '""')}"`
    const rows = ce3Cases.map((item, index) => {
      const rule = CE3_RULES[item.rule]
      const verdict = !item.qualifies
        ? 'does not qualify'
        : item.ready === false
          ? 'qualifies, lacks something to send'
          : 'qualifies'
      return [String(index + 1), item.name, item.profile ?? 'visa', verdict, rule.says, rule.source]
        .map(quoted)
        .join(',')
    })
    const head =
      'case,what differs from two qualifying payments of 200 and 230 days,profile,verdict,rule that decides,source'
    await expect(`${[head, ...rows].join('\n')}\n`).toMatchFileSnapshot('../../../../docs/visa-ce3-cases.csv')
  })

  it.each(ce3Cases.map((item) => [item.name, item] as const))('%s', (_, item) => {
    const disputed = { ...baseDisputed, ...item.disputed }
    const earlier = (item.earlier ?? [{}, {}]).map((change, index) => ({ ...baseEarlier(index), ...change }))
    const verdict = qualifyCe3(disputed, earlier, item.profile)
    expect(verdict.qualifies).toBe(item.qualifies)
    if (item.qualifies) {
      expect(verdict.ready).toBe(item.ready ?? true)
      if (item.chosen) expect([...verdict.chosen].sort()).toEqual(item.chosen)
      if (item.ready === false) expect(verdict.missing.map((why) => why.rule)).toContain(item.rule)
    } else {
      // The rule that decides is among the reasons given: of the whole, or of an earlier payment.
      const rules = [...verdict.why, ...verdict.earlier.flatMap((one) => one.why)].map((why) => why.rule)
      expect(rules).toContain(item.rule === 'email' || item.rule === 'device' ? 'elements' : item.rule)
    }
  })
})

it('says where a boundary depends on the day the bank counts with, and where the shop recorded its own proxy', () => {
  const earlier = [{ ...baseEarlier(0), at: '2026-02-15' }, baseEarlier(1)]
  expect(qualifyCe3(baseDisputed, earlier).cautions[0]).toMatch(/boundary \(120 days\)/)
  const proxied = [baseEarlier(0), baseEarlier(1)].map((item) => ({ ...item, ip: '10.0.0.7' }))
  expect(qualifyCe3({ ...baseDisputed, ip: '10.0.0.7' }, proxied).cautions.join()).toMatch(/internal address/)
})

it('does not depend on the order of the earlier payments, and never chooses one that does not qualify', () => {
  const change = fc.record({
    days: fc.integer({ min: 100, max: 380 }),
    disputed: fc.boolean(),
    sameCard: fc.boolean(),
    sameIp: fc.boolean(),
    sameUser: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (changes, random) => {
      const earlier = changes.map((item, index) => ({
        ...baseEarlier(index),
        at: new Date(Date.UTC(2026, 5, 15) - item.days * 86_400_000).toISOString(),
        disputed: item.disputed,
        credential: item.sameCard ? 'fp_card' : 'fp_other',
        ip: item.sameIp ? baseDisputed.ip : `93.184.1.${index}`,
        userId: item.sameUser ? 'anna' : `user-${index}`,
        shippingAddress: undefined,
        deviceFingerprint: undefined,
      }))
      const verdict = qualifyCe3(baseDisputed, earlier)
      const shuffled = earlier
        .map((item) => ({ item, key: random.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item)
      const good = changes.filter(
        (c) => c.days >= 120 && c.days <= 365 && !c.disputed && c.sameCard && c.sameIp && c.sameUser,
      )
      expect(verdict.qualifies).toBe(good.length >= 2)
      expect(qualifyCe3(baseDisputed, shuffled).qualifies).toBe(verdict.qualifies)
      for (const id of verdict.chosen) expect(verdict.earlier.find((item) => item.id === id)?.qualifies).toBe(true)
    }),
    { numRuns: 300 },
  )
})

it('stays quick with a card that was used ten thousand times', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    ...baseEarlier(index),
    id: `e${index}`,
    at: '2025-12-01',
  }))
  expect(qualifyCe3(baseDisputed, many).chosen).toHaveLength(2)
})

it.each([
  ['all three categories', {}, true, true],
  ['no delivery', {}, false, false],
  ['no device', { ip: undefined, deviceFingerprint: undefined }, true, false],
  ['no further identity', { userId: undefined, email: undefined, deviceFingerprint: undefined }, true, false],
  [
    'the IP address as further identity where the device is another element',
    { userId: undefined, email: undefined, ip: undefined },
    true,
    false,
  ],
  ['another reason', { reasonCode: '4853' }, true, false],
  ['another network', { network: 'visa' }, true, false],
  [
    'services delivered to the e-mail address, account known',
    { kind: 'services', shippingAddress: undefined },
    false,
    true,
  ],
  [
    'services, the e-mail address cannot count twice',
    { kind: 'services', shippingAddress: undefined, userId: undefined },
    false,
    false,
  ],
] as const)('Mastercard First-Party Trust: %s', (_, change, delivered, expected) => {
  const disputed = { ...baseDisputed, network: 'mastercard', reasonCode: '4837', ...change }
  expect(qualifyFirstPartyTrust(disputed, delivered).qualifies).toBe(expected)
})
