import { expect, it } from 'vitest'
import { checkAlignment } from './alignment.ts'

const good: Record<string, string[]> = {
  'mail.shop.example': ['v=spf1 mx -all', 'other=1'],
  's1._domainkey.mail.shop.example': ['v=DKIM1; k=rsa; p=MIGf'],
  '_dmarc.shop.example': ['v=DMARC1; p=quarantine'],
}
const check = (records: Record<string, string[]>) =>
  checkAlignment('mail.shop.example', 's1', async (name) => {
    const found = records[name]
    if (!found) throw new Error('ENOTFOUND')
    // Long records come in parts.
    return found.map((text) => [text.slice(0, 10), text.slice(10)])
  })

it('is content where all three are in order, DMARC by the domain above too', async () => {
  expect(await check(good)).toEqual({ ok: true, problems: [] })
})

it.each([
  ['SPF', { 'mail.shop.example': [] }],
  ['SPF', { 'mail.shop.example': ['v=spf1 +all'] }],
  ['SPF', { 'mail.shop.example': ['v=spf1 -all', 'v=spf1 mx -all'] }],
  ['DKIM', { 's1._domainkey.mail.shop.example': [] }],
  ['DKIM', { 's1._domainkey.mail.shop.example': ['v=DKIM1; p='] }],
  ['DMARC', { '_dmarc.shop.example': [] }],
  ['DMARC', { '_dmarc.shop.example': ['v=DMARC1; p=none'] }],
])('says what is wrong: %s %j', async (what, change) => {
  const { ok, problems } = await check({ ...good, ...change })
  expect(ok).toBe(false)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(new RegExp(`^${what}:`))
})
