/** What every error of ours carries: a stable code, what was wrong and where, and what to do next. */
export interface ErrorDetails {
  /** Place: a file with line, a URL, a field. */
  where?: string
  /** The next step for the person who reads it. */
  fix?: string
  cause?: unknown
}

/** Codes follow SW_<AREA>_<WHAT>. */
export type ErrorCode = `SW_${Uppercase<string>}`

/** An error meant for people: printed as code, message, place and next step; never a stack trace. */
export class ShopwardenError extends Error {
  readonly code: ErrorCode
  readonly where: string | undefined
  readonly fix: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ShopwardenError'
    this.code = code
    this.where = details.where
    this.fix = details.fix
  }
}

/** One line for a terminal or a log: `SW_X_Y: what (where). What to do.` */
export function describeError(error: unknown): string {
  if (!(error instanceof ShopwardenError)) return error instanceof Error ? error.message : String(error)
  const place = error.where === undefined ? '' : ` (${error.where})`
  const fix = error.fix === undefined ? '' : ` ${error.fix}`
  return `${error.code}: ${error.message}${place}.${fix}`
}
