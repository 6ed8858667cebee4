import { z } from 'zod'
import { type AreaRoutes, defineRoute } from '../../core/routes.ts'
import { strengthOf } from './meter/meter.ts'
import { checkPassword } from './policy/check.ts'
import { longest, profileNames, profiles } from './policy/profiles.ts'

/**
 * The check a shop calls at sign-up. The password stands in the body only, is kept nowhere and comes back in no part; the
 * answer has the same shape whatever is wrong with it.
 */
const check = defineRoute({
  method: 'POST',
  path: '/check',
  summary: 'Judge a password by a rule book, with reasons and suggestions',
  right: 'read',
  body: z.strictObject({
    // Longer ones are refused with a reason by the check itself.
    password: z.string().max(longest * 8),
    profile: z
      .enum(profileNames as [(typeof profileNames)[number], ...(typeof profileNames)[number][]])
      .default('nist'),
    secondFactor: z.boolean().default(false),
    context: z.array(z.string().max(200)).max(20).default([]),
  }),
  answer: z.object({
    accepted: z.boolean(),
    score: z.int().min(0).max(4),
    reasons: z.array(z.object({ code: z.string(), text: z.string(), suggestion: z.string() })),
    notChecked: z.array(z.string()),
  }),
  async handle({ body }) {
    const { password, profile, secondFactor, context } = body
    const { accepted, reasons, notChecked } = checkPassword(
      password,
      { ...profiles[profile], secondFactor },
      { context },
    )
    return { accepted, score: strengthOf(password, context).score, reasons, notChecked }
  },
})

export const routes = (): AreaRoutes => ({ routes: [check] })
