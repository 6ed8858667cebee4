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
