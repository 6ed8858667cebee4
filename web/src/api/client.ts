/** An error of the API: problem+json (RFC 9457) with our code. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly where: string | undefined
  readonly fix: string | undefined

  constructor(status: number, problem: { code?: string; title?: string; where?: string; fix?: string }) {
    super(problem.title ?? 'The server did not answer as expected')
    this.status = status
    this.code = problem.code ?? 'SW_PAGE_ANSWER'
    this.where = problem.where
    this.fix = problem.fix
  }
}

type Query = Readonly<Record<string, string | number | undefined>>

export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  )
  const text = new URLSearchParams(given).toString()
  return `/api/v1${path}${text === '' ? '' : `?${text}`}`
}

async function answer<T>(response: Response): Promise<T> {
  const text = await response.text()
  const body = text === '' ? {} : (JSON.parse(text) as object)
  if (!response.ok) throw new ApiError(response.status, body)
  return body as T
}

const offline = () =>
  new ApiError(0, {
    code: 'SW_PAGE_OFFLINE',
    title: 'The server cannot be reached',
    fix: 'Check that it is running, then try again.',
  })

/**
 * Client that the page was drawn for. Told with every change, so that what was meant for one client never reaches another that was
 * chosen in another tab meanwhile.
 */
let drawnFor: string | undefined
export const drawFor = (client: string | undefined): void => {
  drawnFor = client
}
const toldHeaders = (type?: string): Record<string, string> => ({
  ...(type !== undefined && { 'content-type': type }),
  ...(drawnFor !== undefined && { 'shopwarden-client': drawnFor }),
})

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(address(path), {
    method,
    headers: toldHeaders(body === undefined ? undefined : 'application/json'),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => Promise.reject(offline()))
  return answer<T>(response)
}

export const api = {
  async get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    const response = await fetch(address(path, query), signal ? { signal } : {}).catch((error: unknown) =>
      Promise.reject(signal?.aborted ? error : offline()),
    )
    return answer<T>(response)
  },
  post: <T>(path: string, body?: unknown) => call<T>('POST', path, body),
  put: <T>(path: string, body: unknown) => call<T>('PUT', path, body),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, body),
  delete: <T>(path: string, body?: unknown) => call<T>('DELETE', path, body),
  async upload<T>(path: string, file: File): Promise<T> {
    const response = await fetch(address(path, { name: file.name, type: file.type || undefined }), {
      method: 'PUT',
      body: file,
      headers: toldHeaders('application/octet-stream'),
    }).catch(() => Promise.reject(offline()))
    return answer<T>(response)
  },
}
