import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { compare } from 'bcryptjs'
import { argon2Of, type Argon2Kind, type Cost } from './argon2.ts'
import { phpass } from './phpass.ts'

/** Bounds on what a hash may ask of this machine; dearer ones count as unknown. */
const most = { length: 400, argonKiB: 262_144, argonPasses: 12, lanes: 8, bcryptCost: 13, phpassLog: 16 }

interface Kind {
  form: RegExp
  /** Undefined where it would cost more than this machine should spend. */
  fits(password: string, parts: RegExpExecArray): Promise<boolean | undefined> | boolean | undefined
}

/** Costs that RFC 9106 allows and this machine can bear. */
const sensible = (cost: Cost): boolean =>
  cost.parallelism >= 1 &&
  cost.parallelism <= most.lanes &&
  cost.memory >= 8 * cost.parallelism &&
  cost.memory <= most.argonKiB &&
  Number.isInteger(cost.memory) &&
  cost.passes >= 1 &&
  cost.passes <= most.argonPasses &&
  cost.tagLength >= 4 &&
  cost.tagLength <= 128

const same = (found: Buffer, kept: Buffer) => found.length === kept.length && timingSafeEqual(found, kept)
const hex = (algorithm: 'md5' | 'sha256', text: string) => createHash(algorithm).update(text).digest('hex')

async function bcrypt(password: string, hash: string): Promise<boolean | undefined> {
  const cost = Number(hash.slice(4, 6))
  return cost < 4 || cost > most.bcryptCost ? undefined : compare(password, hash)
}

/**
 * Magento: `hash:salt:version…`. Each version hashes the hash before it: 0 MD5 and 1 SHA-256 over salt and text; 2 and `3_bytes_ops_memory`
 * Argon2id over the text with the salt brought to 16 bytes (libsodium's crypto_pwhash). Without a version: Magento 1 and OpenMage.
 */
async function magento(password: string, [, kept = '', salt = '', versions = '']: RegExpExecArray) {
  const steps = versions === '' ? [kept.length === 32 ? '0' : '1'] : versions.slice(1).split(':')
  let text = password
  for (const step of steps) {
    const [version, bytes = '32', passes = '2', memory = '67108864'] = step.split('_')
    if (version === '0' || version === '1') text = hex(version === '0' ? 'md5' : 'sha256', salt + text)
    else {
      const cost = { passes: Number(passes), memory: Number(memory) / 1024, parallelism: 1, tagLength: Number(bytes) }
      if (!sensible(cost)) return undefined
      const nonce = Buffer.from(salt.repeat(Math.ceil(16 / salt.length))).subarray(0, 16)
      text = (await argon2Of('argon2id', Buffer.from(text), nonce, cost)).toString('hex')
    }
  }
  return same(Buffer.from(text), Buffer.from(kept.toLowerCase()))
}

const kinds: readonly Kind[] = [
  { form: /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/, fits: (password, [hash]) => bcrypt(password, hash) },
  {
    // WordPress 6.8: bcrypt over a keyed hash, so that long passwords count whole.
    form: /^\$wp(\$2y\$\d\d\$[./A-Za-z0-9]{53})$/,
    fits: (password, [, hash = '']) =>
      bcrypt(createHmac('sha384', 'wp-sha384').update(password.trim()).digest('base64'), hash),
  },
  {
    form: /^\$(argon2(?:id|i|d))\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,172})$/,
    async fits(password, [, kind, memory, passes, lanes, salt = '', tag = '']) {
      const kept = Buffer.from(tag, 'base64')
      const cost = {
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(lanes),
        tagLength: kept.length,
      }
      if (!sensible(cost)) return undefined
      return same(await argon2Of(kind as Argon2Kind, Buffer.from(password), Buffer.from(salt, 'base64'), cost), kept)
    },
  },
  {
    form: /^\$[PH]\$[./A-Za-z0-9]{31}$/,
    fits: (password, [hash]) => phpass(password, hash, most.phpassLog),
  },
  { form: /^([0-9a-f]{32,256}):([^:\s]{1,64})((?::(?:[012]|3_\d{1,3}_\d{1,2}_\d{1,10})){0,4})$/i, fits: magento },
]

/**
 * Whether a password is the one that a shop keeps as this hash: bcrypt, Argon2 (PHC string), WordPress old and new, Magento 1 and 2.
 * Undefined where the form is not known (hashes with a secret or salt kept elsewhere), or dearer than this machine should pay.
 * Sources: password_hash of PHP, RFC 9106, phpass, `Magento\Framework\Encryption\Encryptor`.
 */
export async function fitsShopHash(password: string, hash: string): Promise<boolean | undefined> {
  if (hash.length > most.length) return undefined
  for (const { form, fits } of kinds) {
    const parts = form.exec(hash)
    if (parts) return fits(password, parts)
  }
  return undefined
}
