import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

/** Password rules as the shop's own settings or code state them. What the server really enforces is another fact. */
export const settingsFact = defineFact(
  'passwords',
  'settings',
  z.object({
    platform: z.string(),
    minLength: z.int().optional(),
    maxLength: z.int().optional(),
    /** Character classes demanded. */
    classes: z.int().optional(),
    /** zxcvbn score demanded, 0 to 4. */
    minScore: z.int().optional(),
    /** Failed log-ins before the account is locked; 0: never. */
    lockoutFailures: z.int().optional(),
    resetLinkHours: z.number().optional(),
    /** Where each value was read. */
    from: z.array(z.string()),
  }),
  35,
)

export type Settings = z.infer<typeof settingsFact.value>

/** What a running shop was seen to enforce: asked of the server with throw-away accounts. */
export const enforcedFact = defineFact(
  'passwords',
  'enforced',
  z.object({
    origin: z.string(),
    testedAt: z.iso.datetime(),
    /** Shortest noise that was taken, in characters; missing where none was. */
    minLength: z.int().optional(),
    /** Longest that was taken, where a longer one was refused. */
    maxLength: z.int().optional(),
    maxTried: z.int(),
    /** Sixteen small letters were refused. */
    classesDemanded: z.boolean(),
    /** Frequent passwords that were taken, by description. */
    commonAccepted: z.array(z.string()),
    contextAccepted: z.boolean(),
    /** Characters after which the rest of a password is ignored; 0: none is. */
    truncatedAt: z.int().optional(),
    /** Log-in answers differently for addresses that have an account. */
    tellsAccounts: z.boolean().optional(),
    /** Wrong passwords after which the right one was refused; missing with `triesMade`: never seen. */
    lockedAfter: z.int().optional(),
    triesMade: z.int().optional(),
    /** Links by which a customer sets a new password, as the mails of the shop brought them. */
    resetLink: z
      .object({
        /** One that was used sets a password again. */
        reusable: z.boolean(),
        /** An older one is worth nothing once a newer was sent. */
        olderDies: z.boolean(),
        /** Its life as the mail states it. */
        statedMinutes: z.number().optional(),
        /** Tried at this age: it worked, or it did not. */
        aliveAfterMinutes: z.number().optional(),
        deadAfterMinutes: z.number().optional(),
      })
      .optional(),
    /** Accounts that were closed again by the shop's own means. */
    closed: z.int().optional(),
    /** Addresses of the accounts that are left: they should be deleted. */
    accounts: z.array(z.string()),
    notTested: z.array(z.string()),
  }),
  90,
)

export type Enforced = z.infer<typeof enforcedFact.value>
