import type { FastifyRequest } from 'fastify'
import { ShopwardenError } from '../../core/errors.ts'

/** Text that no database and no file name can hold: NUL, and halves of characters. */
function unstorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (value === null || typeof value !== 'object') return false
  if (depth > 64) return true
  return Object.entries(value).some(([key, each]) => unstorable(key) || unstorable(each, depth + 1))
}

/** Refuses requests with text that cannot be stored, before any schema looks at them. @throws SW_SERVER_TEXT */
export async function refuseUnstorable(request: FastifyRequest): Promise<void> {
  const isFile = request.headers['content-type'] === 'application/octet-stream'
  if (unstorable(request.params) || unstorable(request.query) || (!isFile && unstorable(request.body)))
    throw new ShopwardenError('SW_SERVER_TEXT', 'The request holds characters that cannot be stored', {
      fix: 'Leave out NUL characters and broken ones; nest at most 64 levels.',
    })
}
