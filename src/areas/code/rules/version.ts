import { createHash } from 'node:crypto'
import { builtInModels } from '../models/index.ts'
import { rules } from './index.ts'

/** Changes whenever a rule or a model changes: results of another version are not reused. */
export function rulesVersion(): string {
  const text = JSON.stringify([rules, builtInModels], (_key, value: unknown) =>
    value instanceof RegExp ? value.source : value,
  )
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
