import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { type ReadyAnswer, readyAnswerSchema } from './ready.ts'

/** What a person may change of a drafted answer: fields of its body, by name; null takes a field out. Files stay as they are. */
const editSchema = z.record(z.string(), z.unknown())

function merge(base: unknown, change: unknown): unknown {
  if (
    change === null ||
    typeof change !== 'object' ||
    Array.isArray(change) ||
    base === null ||
    typeof base !== 'object' ||
    Array.isArray(base)
  )
    return change
  const result: Record<string, unknown> = { ...(base as Record<string, unknown>) }
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key]
    else result[key] = Object.hasOwn(result, key) ? merge(result[key], value) : value
  }
  return result
}

/** Merges a person's changes into the body (RFC 7396). @throws SW_DISPUTES_EDIT where the result is no answer any more */
export function editAnswer(answer: ReadyAnswer, change: unknown): ReadyAnswer {
  const parsed = readyAnswerSchema.safeParse({ ...answer, body: merge(answer.body, editSchema.parse(change)) })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new ShopwardenError('SW_DISPUTES_EDIT', issue?.message ?? 'The change does not fit', {
    where: issue?.path.join('.') ?? 'body',
    fix: 'Look at the draft (disputes answer ID --format json) and change its fields.',
  })
}
