import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { Backtests } from './backtest/beside.ts'
import { caseActionSchema } from './cases/book.ts'
import { ruleNames } from './decide/names.ts'
import { surelyWithoutPan } from './events/parse.ts'
import type { FraudGuard } from './guard.ts'
import { parseRuleFile } from './rules/file.ts'
import { promote, readVersions, rollback, shadow } from './versions/store.ts'

/** A request as any server can hand it over: `body` is the raw text, `by` who is signed in. */
export interface RouteRequest {
  body: string
  by: string
}
export interface RouteAnswer {
  status: number
  body?: unknown
  /** The body as JSON, where it was made already. */
  json?: string
}
export interface Route {
  method: 'GET' | 'POST'
  path: string
  summary: string
  handle(request: RouteRequest): Promise<RouteAnswer> | RouteAnswer
  /** As `handle`, without a promise, for the route that load goes through; throws or calls back once. */
  tell?(request: RouteRequest, told: (answer: RouteAnswer) => void): void
}

const MAX_BATCH = 1000
/** As `fraud backtest` has it: complaints come within six weeks. */
const MATURE_DAYS = 45
const statusOf: Readonly<Record<string, number>> = {
  SW_FRAUD_SNOOZE: 422,
  SW_FRAUD_PAN: 422,
  SW_FRAUD_EVENT: 422,
  SW_FRAUD_JSON: 400,
  SW_FRAUD_RULE: 422,
  SW_FRAUD_RULES: 422,
  SW_FRAUD_VERSION: 409,
  SW_FRAUD_FOUR_EYES: 409,
  SW_FRAUD_BUSY: 503,
  SW_FRAUD_STORE: 503,
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ShopwardenError('SW_FRAUD_JSON', 'The request is no JSON', { fix: 'Send application/json.' })
  }
}

/** An error as an answer; never repeats what was sent. */
export function errorAnswer(error: unknown): RouteAnswer {
  if (error instanceof ShopwardenError)
    return {
      status: statusOf[error.code] ?? 500,
      body: { error: { code: error.code, message: error.message, where: error.where, fix: error.fix } },
    }
  if (error instanceof z.ZodError)
    return {
      status: 422,
      body: {
        error: { code: 'SW_FRAUD_EVENT', message: error.issues[0]?.message, where: error.issues[0]?.path.join('.') },
      },
    }
  return { status: 500, body: { error: { code: 'SW_FRAUD_FAILED', message: 'The guard failed on this request.' } } }
}

function events(guard: FraudGuard, text: string, told: (answer: RouteAnswer) => void): void {
  const raw = parseJson(text)
  if (!Array.isArray(raw))
    return guard.decideJson(text, raw, (error, json) =>
      told(error === undefined ? { status: 200, json } : errorAnswer(error)),
    )
  if (raw.length > MAX_BATCH)
    throw new ShopwardenError('SW_FRAUD_EVENT', `A batch may hold ${MAX_BATCH} events`, {
      where: `${raw.length} events`,
      fix: 'Send several batches.',
    })
  const clean = surelyWithoutPan(text)
  void Promise.allSettled(raw.map((event) => guard.decide(event, clean))).then((settled) =>
    told({
      status: 200,
      body: settled.map((item) => (item.status === 'fulfilled' ? item.value : errorAnswer(item.reason).body)),
    }),
  )
}

/** The HTTP API of the area as a plain list, to be mounted by any server. */
export function fraudRoutes(guard: FraudGuard, now: () => Date): Route[] {
  const backtests = new Backtests()
  const who = (by: string) => ({ at: now().toISOString(), by })
  const reloaded = (version: string): RouteAnswer => {
    guard.refresh()
    return { status: 200, body: { version, rules: guard.rules } }
  }
  return [
    {
      method: 'POST',
      path: '/fraud/events',
      summary: 'Decide on one event, or on up to 1000 in order',
      handle: ({ body }) => new Promise((resolve) => events(guard, body, resolve)),
      tell: ({ body }, told) => events(guard, body, told),
    },
    {
      method: 'GET',
      path: '/fraud/status',
      summary: 'Events stored, decisions taken, patterns watched, rules in force',
      handle: () => ({
        status: 200,
        body: {
          events: guard.count,
          outcomes: guard.coverage.outcomes,
          lastAt: guard.coverage.lastAt,
          fields: guard.coverage.fields,
          rules: guard.rules,
        },
      }),
    },
    {
      method: 'GET',
      path: '/fraud/cases',
      summary: 'Cases, the worst first',
      handle: () => ({ status: 200, body: guard.cases() }),
    },
    {
      method: 'POST',
      path: '/fraud/cases',
      summary: 'Assign, note, snooze, close or reopen a case',
      handle: ({ body, by }) => {
        guard.act(
          caseActionSchema
            .omit({ at: true, by: true })
            .refine(({ action, text, until }) => action !== 'snooze' || (text.trim() !== '' && until !== undefined), {
              path: ['text'],
              message: 'To snooze takes a reason (text) and a time (until)',
            })
            .refine(({ action, verdict }) => action !== 'close' || verdict !== undefined, {
              path: ['verdict'],
              message: 'A case is closed with a verdict: fraud, legitimate or abuse',
            })
            .transform((action) => ({ ...action, by }))
            .parse(parseJson(body)),
        )
        return { status: 204, body: undefined }
      },
    },
    {
      method: 'GET',
      path: '/fraud/rules',
      summary: 'Versions of rules and their history',
      handle: () => ({ status: 200, body: { ...readVersions(guard.dir), inForce: guard.rules } }),
    },
    {
      method: 'POST',
      path: '/fraud/rules/check',
      summary: 'Check a rule file (YAML)',
      handle: ({ body }) => ({ status: 200, body: { ok: true, rules: parseRuleFile(body, 'request').rules.length } }),
    },
    {
      method: 'GET',
      path: '/fraud/rules/names',
      summary: 'Everything a rule may name, with help: for editors',
      handle: () => ({ status: 200, body: ruleNames() }),
    },
    {
      method: 'POST',
      path: '/fraud/rules/backtest',
      summary: 'What a rule file (YAML) would have decided beside the live rules, over everything stored',
      handle: async ({ body }) => ({
        status: 200,
        body: await backtests.run({ dir: guard.dir, draft: body, matureDays: MATURE_DAYS, now: now().toISOString() }),
      }),
    },
    {
      method: 'POST',
      path: '/fraud/rules/shadow',
      summary: 'Let a rule file (YAML) decide beside the live rules',
      handle: ({ body, by }) => reloaded(shadow(guard.dir, body, who(by))),
    },
    {
      method: 'POST',
      path: '/fraud/rules/promote',
      summary: 'Put the shadow, or a rule file (YAML), in force',
      handle: ({ body, by }) => reloaded(promote(guard.dir, body.trim() === '' ? undefined : body, who(by))),
    },
    {
      method: 'POST',
      path: '/fraud/rules/rollback',
      summary: 'Go back to the version before',
      handle: ({ by }) => reloaded(rollback(guard.dir, who(by))),
    },
  ]
}
