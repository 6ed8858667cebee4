import { z } from 'zod'

/** What an audit can be told. */
export const auditInput = z.strictObject({
  touch: z
    .enum(['passive', 'active'])
    .default('active')
    .describe('How hard it may touch the shop: reading only, or harmless extra requests as well.'),
})
