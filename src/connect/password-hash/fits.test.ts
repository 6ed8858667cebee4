import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsShopHash } from './fits.ts'

const password = 'zażółć-Gęślą 7!'
const salt = 'Kd93jfLq0sPw7ZxY1aB2cD3eF4gH5iJ6'

/** Made by PHP 8.2 (password_hash, sodium_crypto_pwhash, hash) from that password. */
const made = {
  bcrypt: '$2y$05$BjRjW.lvqGHtMSRZ0Z.xYu4hl9go5w7Zs4i6osYnSoVSPeSjJT7oq',
  'WordPress 6.8': '$wp$2y$05$mlycaJSE5abFLxGoZ6risedFRNJ7EF83dWlms7cUzKJv6odwHxuo2',
  Argon2id: '$argon2id$v=19$m=1024,t=2,p=1$cmkvYWhRSWNQMWVsUTNpTA$u0DLIRV19eYRoQhFrZ1vP1tBGdC4mr7aJgykrSFCjKg',
  Argon2i: '$argon2i$v=19$m=1024,t=2,p=1$YXE2SVJJbEhuSElNNWQ5TA$pYFtBtvDvlyB+hWSx7FRadJMVkeotHH0V4c9Azwcjik',
  phpass: '$P$6aB3xYz9.0184JiXY3JoM7Q7dZygr0/',
  'Magento 1': 'fb461ce57380d14d1288e1d69587cc47:qX',
  'Magento 2, SHA-256': `1bbf6dcfe3cd6f4ca0067bcdca3f1600b22866e567fa0adb1148c737317876e0:${salt}:1`,
  'Magento 2, Argon2id': `cb04f8ac4c8e924361d93e4538d1c1e7a6274d293446c192242a71491661ab22:${salt}:3_32_2_8388608`,
  'Magento 2, SHA-256 lifted to Argon2id': `58f1cfe7b92bb2cc674b39373fc4bb2ca5a97eee103b7dde6047bcff8203a0f6:${salt}:1:3_32_2_8388608`,
}

describe('a password and the hash that a shop keeps of it', () => {
  it.each(Object.entries(made))('%s', async (_, hash) => {
    expect(await fitsShopHash(password, hash)).toBe(true)
    expect(await fitsShopHash(`${password}?`, hash)).toBe(false)
    expect(await fitsShopHash('', hash)).toBe(false)
  })

  it.each([
    ['no hash', ''],
    ['a hash whose salt lies elsewhere', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['a bcrypt of less than it allows', `$2y$00$${'a'.repeat(53)}`],
    ['a bcrypt that would take minutes', `$2y$31$${'a'.repeat(53)}`],
    [
      'an Argon2 that would take the whole memory',
      `$argon2id$v=19$m=9999999,t=2,p=1$${'c'.repeat(22)}$${'d'.repeat(43)}`,
    ],
    ['a Magento hash that would', `${'a'.repeat(64)}:salt:3_32_2_9999999999`],
    ['a Magento hash with less memory than Argon2 has', `${'a'.repeat(64)}:salt:3_32_2_1024`],
    ['a Magento hash of no passes', `${'a'.repeat(64)}:salt:3_32_0_8388608`],
    ['an Argon2 without lanes', `$argon2id$v=19$m=64,t=1,p=0$${'c'.repeat(22)}$${'d'.repeat(43)}`],
    ['an Argon2 with a step too small', `$argon2i$v=19$m=1,t=1,p=1$${'c'.repeat(22)}$${'d'.repeat(43)}`],
    ['a phpass of 2^30 rounds', `$P$S${'a'.repeat(30)}`],
    ['a megabyte', `$2y$05$${'a'.repeat(1_000_000)}`],
  ])('%s: unknown', async (_, hash) => expect(await fitsShopHash(password, hash)).toBeUndefined())

  it('any text at all is answered', async () => {
    const piece = fc.constantFrom(
      '$',
      ':',
      '2y',
      '$argon2id$v=19$m=64,t=1,p=1$',
      '$P$8',
      '05',
      'a',
      ',',
      'm=',
      '=',
      ':3_32_2_1024',
      ':1',
      'ab'.repeat(16),
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((parts) => parts.join('')),
    )
    await fc.assert(
      fc.asyncProperty(text, fc.string(), async (hash, tried) => {
        expect([true, false, undefined]).toContain(await fitsShopHash(tried, hash))
      }),
    )
  })
})
