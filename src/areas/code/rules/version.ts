import { createHash } from 'node:crypto'
import { builtInModels } from '../models/index.ts'
import { rules } from './index.ts'

let version: string | undefined

/** Changes whenever a rule or a model changes: what evidence names as the version of what was looked for. */
export const rulesVersion = (): string => (version ??= hashOfAll())

function hashOfAll(): string {
  const text = JSON.stringify([rules, builtInModels], (_key, value: unknown) =>
    value instanceof RegExp ? value.source : value,
  )
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
