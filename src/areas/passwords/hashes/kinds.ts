/** How a password is kept, told from the form of what is kept. Nothing is guessed or cracked. */
export interface HashKind {
  id: string
  /** What an owner calls it. */
  name: string
  form: RegExp
  /** `fit`: slow and salted by its own format. `weak`: made for speed. `open`: not hashed at all. */
  worth: 'fit' | 'weak' | 'open'
  why: string
  example: string
}

const fast = 'Made for speed: a graphics card tries thousands of millions a second.'

/** Least cost of bcrypt and argon2id that is still good (OWASP Password Storage Cheat Sheet: bcrypt 10; argon2id 19 MiB, 2 passes). */
const bcryptCost = 10

/** Forms in the order in which they are tried. */
export const hashKinds: readonly HashKind[] = [
  {
    id: 'argon2id',
    name: 'Argon2id',
    form: /^\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$/,
    worth: 'fit',
    why: 'Slow and hungry for memory.',
    example: '$argon2id$v=19$m=65536,t=4,p=1$c2FsdHNhbHQ$aGFzaGhhc2g',
  },
  {
    id: 'argon2',
    name: 'Argon2i or Argon2d',
    form: /^\$argon2[id]\$v=\d+\$/,
    worth: 'fit',
    why: 'Slow; Argon2id is better.',
    example: '$argon2i$v=19$m=65536,t=4,p=1$c2FsdHNhbHQ$aGFzaGhhc2g',
  },
  {
    id: 'bcrypt',
    name: 'bcrypt',
    form: /^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$/,
    worth: 'fit',
    why: 'Slow by design.',
    example: `$2y$10$${'a'.repeat(53)}`,
  },
  {
    id: 'wordpress-bcrypt',
    name: 'WordPress 6.8 (bcrypt)',
    form: /^\$wp\$2y\$\d\d\$[./A-Za-z0-9]{53}$/,
    worth: 'fit',
    why: 'Slow by design.',
    example: `$wp$2y$10$${'a'.repeat(53)}`,
  },
  {
    id: 'scrypt',
    name: 'scrypt',
    form: /^\$(?:scrypt|7)\$/,
    worth: 'fit',
    why: 'Slow and hungry for memory.',
    example: '$scrypt$ln=16,r=8,p=1$c2FsdA$aGFzaA',
  },
  {
    id: 'pbkdf2',
    name: 'PBKDF2',
    form: /^\$?pbkdf2[-_:$](?:sha\d+|hmac)/i,
    worth: 'fit',
    why: 'Slow where its rounds are many.',
    example: 'pbkdf2_sha256$600000$salt$aGFzaA==',
  },
  {
    id: 'phpass',
    name: 'phpass (WordPress before 6.8)',
    form: /^\$[PH]\$[./A-Za-z0-9]{31}$/,
    worth: 'weak',
    why: 'MD5 some thousand times: a graphics card still tries millions a second.',
    example: `$P$B${'a'.repeat(30)}`,
  },
  {
    id: 'magento2',
    name: 'Magento 2 (SHA-256 or Argon2)',
    form: /^[0-9a-f]{64}:[^:]{1,64}:\d(?:_\d+)*$/,
    worth: 'weak',
    why: fast,
    example: `${'a'.repeat(64)}:salt:1`,
  },
  {
    id: 'magento2-argon',
    name: 'Magento 2.4 (Argon2id)',
    form: /^[0-9a-f]{32,128}:[^:]{1,64}:[23](?:_\d+){2,}$/,
    worth: 'fit',
    why: 'Slow and hungry for memory.',
    example: `${'a'.repeat(66)}:salt:3_32_2_67108864`,
  },
  {
    id: 'md5-salted',
    name: 'MD5 with salt',
    form: /^[0-9a-f]{32}:[^\s]{1,64}$/i,
    worth: 'weak',
    why: fast,
    example: `${'a'.repeat(32)}:xy`,
  },
  { id: 'md5', name: 'MD5', form: /^[0-9a-f]{32}$/i, worth: 'weak', why: fast, example: 'a'.repeat(32) },
  {
    id: 'sha1',
    name: 'SHA-1',
    form: /^(?:\{SSHA?\}[A-Za-z0-9+/=]+|[0-9a-f]{40})$/i,
    worth: 'weak',
    why: fast,
    example: 'a'.repeat(40),
  },
  {
    id: 'sha2',
    name: 'SHA-2 without rounds',
    form: /^[0-9a-f]{56}$|^[0-9a-f]{64}$|^[0-9a-f]{96}$|^[0-9a-f]{128}$/i,
    worth: 'weak',
    why: fast,
    example: 'a'.repeat(64),
  },
  {
    id: 'crypt',
    name: 'Unix crypt',
    form: /^\$[156]\$/,
    worth: 'weak',
    why: 'Old; SHA-512 crypt is better than nothing, bcrypt better than it.',
    example: '$1$salt$hash',
  },
]

/** Kind of one kept password; undefined where the column is empty. */
export function hashKindOf(value: string): HashKind | undefined {
  const text = value.trim()
  if (text === '') return undefined
  return (
    hashKinds.find((kind) => kind.form.test(text)) ?? {
      id: 'unknown',
      name: 'no known form',
      form: /^/,
      worth: text.length < 20 ? 'open' : 'weak',
      why: text.length < 20 ? 'It looks like the password itself.' : 'Nobody can say how it was made.',
      example: '',
    }
  )
}

/** Cost written into a bcrypt hash that is too low today. */
export function cheapBcrypt(value: string): number | undefined {
  const cost = Number(/^\$(?:wp\$)?2[abxy]?\$(\d\d)\$/.exec(value)?.[1] ?? Number.NaN)
  return cost < bcryptCost ? cost : undefined
}
