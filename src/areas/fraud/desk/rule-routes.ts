import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { type AreaRoute, defineRoute, type RouteContext } from '../../../core/routes.ts'
import { ruleNames } from '../decide/names.ts'
import { parseRuleFile } from '../rules/file.ts'
import { promote, readVersions, rollback, shadow } from '../versions/store.ts'
import type { Guards } from './guards.ts'

const text = z.string().max(500_000)
const inForce = z.object({ live: z.string(), shadow: z.string().optional() })
const errors = { SW_FRAUD_VERSION: 409, SW_FRAUD_FOUR_EYES: 409 } as const

/** Versions of rules: read, check, try beside the live ones, put in force, go back. */
export const ruleRoutes = (guards: Guards): AreaRoute[] => {
  const who = ({ actor, now }: RouteContext) => ({ at: now().toISOString(), by: actor.name, id: actor.id })
  const reloaded = async (context: RouteContext) => {
    const guard = await guards.of(context.stateDir, context.now)
    guard.refresh()
    context.publish('fraud.rules', { live: guard.rules.live })
    return { live: guard.rules.live, ...(guard.rules.shadow !== undefined && { shadow: guard.rules.shadow }) }
  }
  const dirOf = async (context: RouteContext) => (await guards.of(context.stateDir, context.now)).dir
  return [
    defineRoute({
      method: 'GET',
      path: '/rules',
      summary: 'Versions of rules in force, their text, and their history',
      right: 'read',
      answer: inForce.extend({
        text: z.string().describe("The shop's own rules in force (YAML); empty where only the built-in ones are."),
        draft: z.string().describe('Those that decide beside them without effect.'),
        history: z.array(z.object({ at: z.string(), by: z.string(), action: z.string(), version: z.string() })),
      }),
      async handle(_, context) {
        const guard = await guards.of(context.stateDir, context.now)
        guard.refresh()
        const read = (version: string | undefined) => {
          const path = join(guard.dir, 'rules', `${version ?? 'none'}.yaml`)
          return existsSync(path) ? readFileSync(path, 'utf8') : ''
        }
        const versions = readVersions(guard.dir)
        const { live, shadow: beside } = guard.rules
        return {
          live,
          ...(beside !== undefined && { shadow: beside }),
          text: read(versions.live),
          draft: read(versions.shadow),
          history: versions.history.slice(-50).map(({ at, by, action, version }) => ({ at, by, action, version })),
        }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/rules/names',
      summary: 'Names that begin like a word, with what they mean: help for editors of rules',
      right: 'read',
      query: z.object({
        like: z.string().max(100).default(''),
        limit: z.coerce.number().int().min(1).max(100).default(12),
      }),
      answer: z.object({
        names: z.array(
          z.object({
            name: z.string(),
            kind: z.enum(['field', 'parameter', 'function', 'feature', 'list', 'pattern']),
            help: z.string(),
          }),
        ),
      }),
      async handle({ query: { like, limit } }) {
        const word = like.toLowerCase()
        const all = ruleNames()
        const first = all.filter(({ name }) => name.startsWith(word))
        const then = all.filter(({ name }) => !name.startsWith(word) && name.includes(word))
        return { names: [...first, ...then].slice(0, limit) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/rules/check',
      recorded: false,
      summary: 'Check rules (YAML) without keeping them',
      right: 'read',
      body: z.strictObject({ text }),
      answer: z.object({
        rules: z.int().optional().describe('How many there are with the built-in ones, where they are in order.'),
        fault: z
          .object({ code: z.string(), message: z.string(), where: z.string().optional(), fix: z.string().optional() })
          .optional(),
      }),
      async handle({ body }) {
        try {
          return { rules: parseRuleFile(body.text, 'rules').rules.length }
        } catch (error) {
          if (!(error instanceof ShopwardenError)) throw error
          const { code, message, where, fix } = error
          return { fault: { code, message, where, fix } }
        }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/rules/shadow',
      summary: 'Let rules (YAML) decide beside the live ones, without effect',
      right: 'configure',
      body: z.strictObject({ text }),
      answer: inForce,
      errors,
      async handle({ body }, context) {
        shadow(await dirOf(context), body.text, who(context))
        return reloaded(context)
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/rules/promote',
      summary: 'Put the rules that decide beside the live ones in force',
      right: 'configure',
      answer: inForce,
      errors,
      async handle(_, context) {
        promote(await dirOf(context), undefined, who(context))
        return reloaded(context)
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/rules/rollback',
      summary: 'Go back to the rules before',
      right: 'configure',
      answer: inForce,
      errors,
      async handle(_, context) {
        rollback(await dirOf(context), who(context))
        return reloaded(context)
      },
    }),
  ]
}
