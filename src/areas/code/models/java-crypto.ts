import type { ModelSet } from '../../../analysis/models.ts'

const weakCipher = '^(?:DES(?:ede)?(?:/|$)|RC2|RC4|ARCFOUR|Blowfish)|^AES$|^(?!RSA)[^/]*/ECB/|^RSA/.*/NoPadding$'
const weakHash = '^(?:MD2|MD4|MD5|SHA|SHA-?1)$'

/** What Java offers of cryptography and randomness that is too weak, and cookies without the secure mark. */
export const javaCrypto: ModelSet = {
  language: 'java',
  calls: [
    {
      on: ['Cipher::getInstance'],
      from: [],
      returns: 'Cipher',
      sinks: [{ rule: 'weak-cipher', flag: { arg: 0, matches: weakCipher } }],
    },
    {
      on: ['MessageDigest::getInstance'],
      from: [],
      returns: 'MessageDigest',
      sinks: [{ rule: 'weak-hash', flag: { arg: 0, matches: weakHash } }],
    },
    {
      on: [
        'DigestUtils::md5',
        'DigestUtils::md5Hex',
        'DigestUtils::sha1',
        'DigestUtils::sha1Hex',
        'DigestUtils::sha',
        'DigestUtils::shaHex',
        'DigestUtils::md5Digest',
        'DigestUtils::md5DigestAsHex',
        'Hashing::md5',
        'Hashing::sha1',
      ],
      clean: true,
      sinks: [{ rule: 'weak-hash', flag: 'always' }],
    },
    { on: ['new Random'], from: [], returns: 'Random', sinks: [{ rule: 'weak-random', flag: 'always' }] },
    {
      on: [
        'Math::random',
        'RandomStringUtils::random',
        'RandomStringUtils::randomAlphanumeric',
        'RandomStringUtils::randomAlphabetic',
        'RandomStringUtils::randomNumeric',
        'ThreadLocalRandom::current',
      ],
      clean: true,
      sinks: [{ rule: 'weak-random', flag: 'always' }],
    },
    { on: ['SecureRandom::getInstance', 'SecureRandom::getInstanceStrong'], clean: true, returns: 'SecureRandom' },
    // A literal where a password or key belongs.
    {
      on: ['new PasswordAuthentication', 'new KerberosKey', 'new UsernamePasswordCredentials'],
      sinks: [{ rule: 'hard-coded-secret', flag: { arg: 1, matches: '.' } }],
    },
    { on: 'new SecretKeySpec', sinks: [{ rule: 'hard-coded-secret', flag: { arg: 0, matches: '.' } }] },
    // Keys written into the code.
    {
      on: ['Keys::hmacShaKeyFor', 'Algorithm::HMAC256', 'Algorithm::HMAC384', 'Algorithm::HMAC512', '->setsigningkey'],
      passes: true,
      sinks: [{ rule: 'hard-coded-secret', flag: { arg: 0, matches: '^[^\\s]{8,}$' } }],
    },
    {
      on: ['->signwith'],
      passes: true,
      sinks: [{ rule: 'hard-coded-secret', flag: { arg: 1, matches: '^[^\\s]{8,}$' } }],
    },
    { on: ['Cookie->setHttpOnly'], from: [], marks: 'httponly' },
    {
      on: ['Cookie->setSecure'],
      from: [],
      marks: 'secure',
      sinks: [{ rule: 'insecure-cookie', flag: { arg: 0, matches: '^false$' } }],
    },
    { on: ['ResponseCookie->httpOnly'], from: [], marks: 'httponly', returns: 'this' },
    { on: ['ResponseCookie->secure'], from: [], marks: 'secure', returns: 'this' },
    {
      on: ['path', 'domain', 'maxAge', 'sameSite', 'partitioned', 'value'].map((name) => `ResponseCookie->${name}`),
      from: [],
      returns: 'this',
    },
    {
      on: ['ResponseCookie->build'],
      from: [],
      returns: 'this',
      sinks: [{ rule: 'insecure-cookie', flag: { cookie: { options: 1, receiver: true } } }],
    },
    {
      on: [
        'MessageDigest->digest',
        'Cipher->doFinal',
        'Random->nextInt',
        'Random->nextLong',
        'Random->nextDouble',
        'Random->nextGaussian',
        'Random->nextFloat',
      ],
      clean: true,
    },
  ],
  properties: [],
  entries: [],
}
