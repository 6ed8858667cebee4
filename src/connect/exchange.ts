import type { z } from 'zod'
import { type ErrorCode, ShopwardenError } from '../core/errors.ts'
import type { HttpClient, HttpRequest } from '../core/http.ts'

/** The error codes an exchange may end with, and what the person should do about each. */
export interface ExchangeErrors {
  refused: { code: ErrorCode; fix: string }
  /** The service cannot use what it was sent (400, 404, 422); as `refused` where it makes no difference. */
  input?: { code: ErrorCode; fix: string }
  failed: { code: ErrorCode; fix: string }
  answer: { code: ErrorCode; fix: string }
}

/** One exchange of JSON with a service. Errors never repeat the request, which holds personal data. */
export async function exchangeJson<T>(
  service: string,
  http: HttpClient,
  url: string,
  request: HttpRequest,
  shape: z.ZodType<T>,
  errors: ExchangeErrors,
): Promise<T> {
  const response = await http.request(url, { ...request, maxBytes: 1_000_000, maxRedirects: 0 })
  let body: unknown
  try {
    body = JSON.parse(response.body.toString('utf8'))
  } catch {
    body = response.body.length === 0 ? {} : undefined
  }
  if (response.status >= 400) {
    const { code, fix } = errorOf(response.status, errors)
    throw new ShopwardenError(code, `${service} answered ${response.status}`, { where: codeIn(body) ?? service, fix })
  }
  const parsed = shape.safeParse(body)
  if (!parsed.success)
    throw new ShopwardenError(errors.answer.code, `${service} gave an answer of an unknown shape`, {
      where: parsed.error.issues[0]?.path.join('.') || service,
      fix: errors.answer.fix,
    })
  return parsed.data
}

function errorOf(status: number, errors: ExchangeErrors): { code: ErrorCode; fix: string } {
  if (status >= 500 || status === 429) return errors.failed
  return ([400, 404, 422].includes(status) ? errors.input : undefined) ?? errors.refused
}

/** The service's own code of an error, where it is a plain word; its kind of error where there is no code. */
function codeIn(body: unknown): string | undefined {
  const text = JSON.stringify(body ?? null)
  const valueOf = (names: string) => new RegExp(`"(?:${names})":\\s*"?([A-Za-z0-9_-]{1,60})"?`).exec(text)?.[1]
  return valueOf('code|error_code|errorCode') ?? valueOf('name|type|status')
}
