import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type AreaRoutes, defineRoute } from '../../core/routes.ts'
import { BreachedIndex } from './breached/lookup.ts'
import { indexSource, look } from './breached/source.ts'
import { strengthOf } from './meter/meter.ts'
import { checkPassword, isReadable } from './policy/check.ts'
import { languageOf } from './policy/languages/index.ts'
import { longest, profileNames, profiles } from './policy/profiles.ts'

/** Where a shop's index of breached passwords lies, below its folder. */
const indexFile = join('passwords', 'breached.index')

/** The indexes of the shops that a server serves, each opened once. A shop without one is looked at anew each time. */
function openIndexes() {
  const open = new Map<string, BreachedIndex>()
  return {
    of(stateDir: string) {
      const path = join(stateDir, indexFile)
      const index = open.get(path) ?? (existsSync(path) ? BreachedIndex.open(path) : undefined)
      if (index !== undefined) open.set(path, index)
      return index && indexSource(index)
    },
    close() {
      for (const index of open.values()) index.close()
      open.clear()
    },
  }
}

export function routes(): AreaRoutes {
  const indexes = openIndexes()
  /**
   * The check a shop calls at sign-up. The password stands in the body only, is kept nowhere and comes back in no part; the
   * answer has the same shape whatever is wrong with it.
   */
  const check = defineRoute({
    method: 'POST',
    path: '/check',
    summary: 'Judge a password by a rule book, with reasons and suggestions',
    right: 'read',
    recorded: false,
    // A shop at its busiest opens fewer accounts; somebody who tries a list of passwords wants more.
    perMinute: 600,
    body: z.strictObject({
      // Longer ones are refused with a reason by the check itself.
      password: z.string().max(longest * 8),
      profile: z
        .enum(profileNames as [(typeof profileNames)[number], ...(typeof profileNames)[number][]])
        .default('nist'),
      secondFactor: z.boolean().default(false),
      context: z.array(z.string().max(200)).max(20).default([]),
      language: z
        .string()
        .max(40)
        .optional()
        .describe('Tag of the language of reasons, e.g. pl or de-AT; else English.'),
    }),
    answer: z.object({
      accepted: z.boolean(),
      score: z.int().min(0).max(4),
      reasons: z.array(z.object({ code: z.string(), text: z.string(), suggestion: z.string() })),
      notChecked: z.array(z.string()),
    }),
    async handle({ body }, { stateDir }) {
      const { password, profile, secondFactor, context, language } = body
      const { score } = strengthOf(password, context)
      const found = isReadable(password) ? await look(indexes.of(stateDir), password) : {}
      const known = { ...found, context, scoreOf: () => score, language: languageOf(language) }
      return { ...checkPassword(password, { ...profiles[profile], secondFactor }, known), score }
    },
  })
  return {
    routes: [check],
    async close() {
      indexes.close()
    },
  }
}
