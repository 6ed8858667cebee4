import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fittingStep, fromBase32, hotp, newTotpSecret, toBase32 } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

describe('time-based codes', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('fit the vectors of RFC 6238 at %i s', (seconds, code) => {
    expect(hotp(secret, Math.floor(seconds / 30), 8)).toBe(code)
  })

  it.each(
    ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map(
      (code, counter) => [counter, code] as const,
    ),
  )('fit the vectors of RFC 4226 at counter %i', (counter, code) => {
    expect(hotp(secret, counter)).toBe(code)
  })

  it('reads back any base32', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => fromBase32(toBase32(Buffer.from(bytes))).equals(bytes)),
    )
  })

  it('accepts a neighbouring step, no code twice, and nothing older', () => {
    const key = newTotpSecret()
    const now = new Date(1_700_000_000_000)
    const step = Math.floor(now.getTime() / 30_000)
    const code = (at: number) => hotp(fromBase32(key), at)
    expect(fittingStep(key, code(step), 0, now)).toBe(step)
    expect(fittingStep(key, code(step - 1), 0, now)).toBe(step - 1)
    expect(fittingStep(key, code(step), step, now)).toBeUndefined()
    expect(fittingStep(key, code(step - 5), 0, now)).toBeUndefined()
  })
})
