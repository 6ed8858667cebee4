import { z } from 'zod'
import { type ErrorCode, ShopwardenError } from '../../core/errors.ts'

/** Problem details (RFC 9457) with our own members: code, place, next step. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  where: z.string().optional(),
  fix: z.string().optional(),
})

export type Problem = z.output<typeof problemSchema>

/** Statuses of the server's own codes; every other coded error is the caller's to mend: 422. */
const statuses: Readonly<Record<string, number>> = {
  SW_SERVER_TEXT: 400,
  SW_SERVER_SIGN_IN: 401,
  SW_SERVER_SESSION: 401,
  SW_SERVER_KEY_UNKNOWN: 401,
  SW_SERVER_FORBIDDEN: 403,
  SW_SERVER_ORIGIN: 403,
  SW_SERVER_NOT_FOUND: 404,
  SW_SERVER_UPLOAD: 404,
  SW_SERVER_CONFLICT: 409,
  SW_SERVER_CLIENT: 409,
  SW_SERVER_IDEMPOTENCY: 409,
  SW_SERVER_TOO_LARGE: 413,
  SW_SERVER_MEDIA: 415,
  SW_SERVER_THROTTLED: 429,
  SW_SERVER_RATE: 429,
  SW_SERVER_BUSY: 503,
  SW_SERVER_DISK_FULL: 507,
}

/** Faults of the machine by the code that Node, SQLite or PostgreSQL gives them. */
const machine: Readonly<Record<string, [status: number, code: string, title: string]>> = {
  ENOSPC: [507, 'SW_SERVER_DISK_FULL', 'The disk of the server is full'],
  EDQUOT: [507, 'SW_SERVER_DISK_FULL', 'The disk of the server is full'],
  SQLITE_FULL: [507, 'SW_SERVER_DISK_FULL', 'The disk of the server is full'],
  SQLITE_BUSY: [503, 'SW_SERVER_BUSY', 'The database is busy'],
  EMFILE: [503, 'SW_SERVER_BUSY', 'The server has too many files open'],
  ENFILE: [503, 'SW_SERVER_BUSY', 'The server has too many files open'],
  // PostgreSQL's own (its manual, appendix A): disk full, too many connections, shutting down, starting.
  '53100': [507, 'SW_SERVER_DISK_FULL', 'The disk of the database is full'],
  '53300': [503, 'SW_SERVER_BUSY', 'The database has too many connections'],
  ECONNREFUSED: [503, 'SW_SERVER_DATABASE', 'The database does not answer'],
  ECONNRESET: [503, 'SW_SERVER_DATABASE', 'The database does not answer'],
  '57P01': [503, 'SW_SERVER_DATABASE', 'The database does not answer'],
  '57P03': [503, 'SW_SERVER_DATABASE', 'The database does not answer'],
}

const disk = [503, 'SW_SERVER_DATABASE', 'The database cannot be read or written'] as const

const problem = (status: number, code: string, title: string, where?: string, fix?: string): Problem => ({
  type: `/reference#${code}`,
  title,
  status,
  code,
  ...(where !== undefined && { where }),
  ...(fix !== undefined && { fix }),
})

/** pg gives a connection that broke no code, only words. */
const connectionLost = (message = ''): string =>
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
    message,
  )
    ? 'ECONNRESET'
    : ''

interface FastifyFault {
  statusCode?: number
  code?: string
  validation?: unknown
  validationContext?: string
  message?: string
}

/** A schema's complaint: names the field and what it must be, never what was sent. */
function invalid(fault: FastifyFault): Problem {
  const issues = (fault.validation ?? []) as { instancePath?: string; message?: string }[]
  const first = issues[0]
  const where = `${fault.validationContext ?? 'request'}${first?.instancePath ?? ''}`
  return problem(
    400,
    'SW_SERVER_REQUEST',
    first?.message ?? 'The request does not fit its schema',
    where,
    'See the API reference.',
  )
}

/**
 * What the caller is told of an error. Our own errors say what they say; anything unexpected says only that it was a fault.
 * @param own statuses that the route sets for codes
 */
export function toProblem(error: unknown, own: Readonly<Partial<Record<ErrorCode, number>>> = {}): Problem {
  if (error instanceof ShopwardenError) {
    const status = own[error.code] ?? statuses[error.code] ?? 422
    return problem(status, error.code, error.message, status < 500 ? error.where : undefined, error.fix)
  }
  const fault = (error ?? {}) as FastifyFault
  if (fault.validation !== undefined) return invalid(fault)
  const code = typeof fault.code === 'string' ? fault.code : connectionLost(fault.message)
  // SQLite names what it could not do (SQLITE_IOERR_WRITE, _SHMSIZE …); to the caller it is all one.
  const known = code.startsWith('SQLITE_IOERR') ? disk : machine[code]
  if (known) {
    const wait =
      known[0] === 507
        ? 'Make room on its disk. Then look whether this was done, before you send it again.'
        : 'Try again in a moment.'
    return problem(known[0], known[1], known[2], undefined, wait)
  }
  const status = fault.statusCode ?? 500
  if (status === 413) return problem(413, 'SW_SERVER_TOO_LARGE', 'The request is larger than is allowed here')
  if (status === 415) return problem(415, 'SW_SERVER_MEDIA', 'The body must be application/json')
  if (status >= 400 && status < 500)
    return problem(status, 'SW_SERVER_REQUEST', 'The request cannot be read', undefined, 'See the API reference.')
  return problem(
    500,
    'SW_SERVER_FAULT',
    'Shopwarden failed on this request',
    undefined,
    'This is a fault of Shopwarden: please report it with the time it happened.',
  )
}
