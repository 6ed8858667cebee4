import { expect, it } from 'vitest'
import { fitsPassword, hashPassword } from './password.ts'

it('hashes with argon2id, salted, and fits only the same password', async () => {
  const [one, two] = await Promise.all([hashPassword('Grüße an alle 7'), hashPassword('Grüße an alle 7')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=47104,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await fitsPassword('Gru\u0308ße an alle 7', one)).toBe(true)
  expect(await fitsPassword('grüße an alle 7', one)).toBe(false)
  expect(await fitsPassword('anything', null)).toBe(false)
  expect(await fitsPassword('anything', 'nonsense')).toBe(false)
})

it('fits a hash made by the reference implementation', async () => {
  // phc-winner-argon2, test.c: argon2id, t=2, m=2^16, p=1, "password", salt "somesalt"
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await fitsPassword('password', reference)).toBe(true)
  expect(await fitsPassword('Password', reference)).toBe(false)
})
