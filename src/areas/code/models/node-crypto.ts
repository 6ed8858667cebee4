import type { ModelSet } from '../../../analysis/models.ts'

/** Words of code that deals with what others must not guess or forge. */
const secrets =
  /pass(?:word|wd|phrase)?|\bpwd|secret|token|\bsalt|(?<![a-z])sign(?:ature|ed|ing)|(?:verif|check|valid|creat|generat|comput|expect|webhook|request|payment|url|hmac|header)[a-z]*_?sign(?:ature|ed|ing)|session|auth|credential|api_?key|hmac|licen[cs]e|voucher|coupon/i
const weakCipher = '^(?:des|rc4|rc2|bf|aes-\\d+-ecb)'
/** Less than 2048 bits, which can be taken apart. */
const shortKey = '^(?:\\d{1,3}|1\\d{3}|20[0-3]\\d|204[0-7])$'
/** Curves of less than 224 bits. */
const weakCurve = '^(?:secp|sect|prime|c2pnb|c2tnb|c2onb|brainpoolP)(?:1\\d\\d|2[01]\\d)|^(?:P|B|K)-(?:163|192)$'

/** What Node and crypto-js offer of cryptography that is too weak. */
export const nodeCrypto: ModelSet = {
  language: 'js',
  calls: [
    {
      on: ['crypto->createHash'],
      from: [],
      // Keys of a cache and marks of a version need no strong hash.
      sinks: [{ rule: 'weak-hash', flag: { arg: 0, matches: '^(?:md5|sha1|md4)$' }, near: secrets }],
      returns: 'Hash',
    },
    {
      on: ['crypto->createCipheriv', 'crypto->createCipher'],
      from: [],
      sinks: [{ rule: 'weak-cipher', flag: { arg: 0, matches: weakCipher } }],
    },
    {
      on: ['crypto->generateKeyPair', 'crypto->generateKeyPairSync', 'generateKeyPair', 'generateKeyPairSync'],
      from: [],
      sinks: [
        { rule: 'weak-cipher', flag: { arg: 1, key: 'modulusLength', matches: shortKey } },
        { rule: 'weak-cipher', flag: { arg: 1, key: 'namedCurve', matches: weakCurve } },
      ],
    },
    { on: ['crypto->createECDH'], from: [], sinks: [{ rule: 'weak-cipher', flag: { arg: 0, matches: weakCurve } }] },
    {
      on: ['DES', 'TripleDES', 'RC4', 'RC4Drop'].map((name) => `crypto-js.${name}->encrypt`),
      from: [],
      sinks: [{ rule: 'weak-cipher', flag: 'always' }],
    },
    {
      on: ['crypto-js.AES->encrypt'],
      from: [],
      sinks: [{ rule: 'weak-cipher', flag: 'always', mentions: { arg: 2, word: 'ECB' } }],
    },
    { on: ['Hash->update', 'Hmac->update'], returns: 'Hash' },
    { on: ['crypto->createHmac'], from: [], returns: 'Hmac' },
    { on: ['Hash->digest'], clean: true },
  ],
  properties: [],
  entries: [],
}
