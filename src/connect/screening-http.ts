import type { z } from 'zod'
import { ShopwardenError } from '../core/errors.ts'
import type { HttpClient, HttpRequest } from '../core/http.ts'

/** Leaves out what is not given, so that services do not see empty fields. */
export function compact<T extends Record<string, unknown>>(record: T): Record<string, unknown> | undefined {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined && value !== '')
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/**
 * One exchange with a service: JSON back, parsed by a schema. Errors never repeat the request, which holds personal data.
 * @throws SW_SCREENING_REFUSED (4xx), SW_SCREENING_FAILED (5xx), SW_SCREENING_ANSWER (not the published shape).
 */
export async function exchange<T>(
  service: string,
  http: HttpClient,
  url: string,
  request: HttpRequest,
  shape: z.ZodType<T>,
): Promise<T> {
  const response = await http.request(url, { ...request, maxBytes: 1_000_000, maxRedirects: 0 })
  let body: unknown
  try {
    body = JSON.parse(response.body.toString('utf8'))
  } catch {
    body = undefined
  }
  if (response.status >= 400) {
    const refused = response.status < 500
    throw new ShopwardenError(
      refused ? 'SW_SCREENING_REFUSED' : 'SW_SCREENING_FAILED',
      `${service} answered ${response.status}`,
      {
        where: codeIn(body) ?? service,
        fix: refused
          ? 'Check the account, the key and the plan of the service.'
          : 'The service has trouble of its own; the decision went on without it.',
      },
    )
  }
  const parsed = shape.safeParse(body)
  if (!parsed.success)
    throw new ShopwardenError('SW_SCREENING_ANSWER', `${service} gave an answer of an unknown shape`, {
      where: parsed.error.issues[0]?.path.join('.') || service,
      fix: 'The service may have changed; look for a newer version of Shopwarden.',
    })
  return parsed.data
}

/** The service's own code of an error, where it is a plain word. */
function codeIn(body: unknown): string | undefined {
  const text = JSON.stringify(body ?? null)
  const found = /"(?:code|error_code|type|status)":\s*"?([A-Za-z0-9_-]{1,60})"?/.exec(text)
  return found?.[1]
}
