import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What arrived for good at a provider: one entry for each time it acted, not for each request. */
export interface Submission {
  provider: 'stripe' | 'adyen' | 'paypal'
  dispute: string
  key: string | undefined
  body: string
}

export interface DisputeServers {
  /** Base address; each provider has its own paths. */
  base: string
  submissions: Submission[]
  requests: { method: string; path: string; body: Buffer; headers: IncomingMessage['headers'] }[]
  /** Stripe and PayPal disputes by id: `needs_response`, … */
  states: Map<string, string>
  /** What carriers say, by tracking number: EasyPost's status. */
  parcels: Map<
    string,
    { status: string; signed_by?: string; details: { datetime: string; status: string; message: string }[] }
  >
  /** Lets a test break off after the provider acted and before it answered, or refuse. */
  before?: ((provider: string, path: string) => 'answer' | 'drop' | 'fail' | 'refuse') | undefined
  after?: ((provider: string, path: string) => 'answer' | 'drop') | undefined
  close(): Promise<void>
}

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = []
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces)
}

/**
 * Stripe, Adyen, PayPal, EasyPost and AfterShip as far as disputes and parcels go, in their published formats: paths, headers,
 * bodies, errors, and that the same idempotency key gets the same answer without acting twice.
 */
export async function startDisputeServers(): Promise<DisputeServers> {
  const answers = new Map<string, { status: number; body: string }>()
  const submissions: Submission[] = []
  const states = new Map<string, string>()
  const parcels: DisputeServers['parcels'] = new Map()
  const documents = new Set<string>()
  const servers = {
    submissions,
    states,
    parcels,
    requests: [] as DisputeServers['requests'],
  } as unknown as DisputeServers
  const json = (status: number, value: unknown) => ({ status, body: JSON.stringify(value) })

  function stripe(
    method: string,
    path: string,
    body: Buffer,
    headers: IncomingMessage['headers'],
  ): { status: number; body: string } {
    const error = (status: number, code: string) =>
      json(status, { error: { type: 'invalid_request_error', code, message: code } })
    if (headers.authorization !== 'Bearer sk_test') return error(401, 'api_key_invalid')
    const key = headers['idempotency-key'] as string | undefined
    const known = method === 'POST' && key !== undefined ? answers.get(`stripe ${key}`) : undefined
    if (known) return known
    const act = (): { status: number; body: string } => {
      if (path === '/v1/files') {
        const text = body.toString('latin1')
        if (!/name="purpose"\r\n\r\ndispute_evidence/.test(text) || !/filename="[^"]+"/.test(text))
          return error(400, 'parameter_missing')
        return json(200, {
          id: `file_${createHash('sha256').update(body).digest('hex').slice(0, 16)}`,
          object: 'file',
          purpose: 'dispute_evidence',
        })
      }
      const [, id, verb] = /^\/v1\/disputes\/([^/]+)(\/close)?$/.exec(path) ?? []
      if (id === undefined) return error(404, 'resource_missing')
      const state = states.get(id) ?? 'needs_response'
      const dispute = (status: string) =>
        json(200, {
          id,
          object: 'dispute',
          status,
          evidence_details: { submission_count: status === 'needs_response' ? 0 : 1 },
        })
      if (method === 'GET') return dispute(state)
      if (!state.includes('needs_response')) return error(400, 'dispute_already_submitted')
      if (verb) {
        states.set(id, 'lost')
        return dispute('lost')
      }
      const fields = new URLSearchParams(body.toString())
      const texts = [...fields].filter(
        ([name]) =>
          name.startsWith('evidence[') &&
          !/_documentation|_file|_communication|receipt|refund_policy\]|enhanced/.test(name),
      )
      if (
        texts.reduce((sum, [, value]) => sum + value.length, 0) > 150_000 ||
        texts.some(([, value]) => value.length > 20_000)
      )
        return error(400, 'parameter_invalid_string_length')
      const prior = new Set(
        [...fields.keys()].flatMap((name) => /\[prior_undisputed_transactions\]\[(\d+)\]/.exec(name)?.[1] ?? []),
      )
      if (prior.size !== 0 && prior.size !== 2) return error(400, 'parameter_invalid')
      if (fields.get('submit') === 'true') {
        submissions.push({ provider: 'stripe', dispute: id, key, body: body.toString() })
        states.set(id, 'under_review')
      }
      return dispute(states.get(id) ?? state)
    }
    const answer = act()
    if (method === 'POST' && key !== undefined && answer.status < 500) answers.set(`stripe ${key}`, answer)
    return answer
  }

  function adyen(path: string, body: Buffer, headers: IncomingMessage['headers']): { status: number; body: string } {
    if (headers['x-api-key'] !== 'adyen_test')
      return json(401, { status: 401, errorCode: '000', errorType: 'security' })
    const key = headers['idempotency-key'] as string | undefined
    const known = key === undefined ? undefined : answers.get(`adyen ${key}`)
    if (known) return known
    const request = JSON.parse(body.toString()) as {
      disputePspReference: string
      defenseReasonCode?: string
      defenseDocuments?: { content: string; contentType: string; defenseDocumentTypeCode: string }[]
    }
    const id = request.disputePspReference
    const result = (success: boolean, errorMessage?: string) =>
      json(200, { disputeServiceResult: { success, ...(errorMessage && { errorMessage }) } })
    const act = (): { status: number; body: string } => {
      const verb = path.split('/').at(-1)
      if (verb === 'retrieveApplicableDefenseReasons')
        return json(200, {
          defenseReasons: [
            {
              defenseReasonCode: 'GoodsOrServicesProvided',
              satisfied: documents.has(id),
              defenseDocumentTypes: [
                {
                  defenseDocumentTypeCode: 'DefenseMaterial',
                  requirementLevel: 'Required',
                  available: documents.has(id),
                },
              ],
            },
          ],
          disputeServiceResult: { success: true },
        })
      if (verb === 'supplyDefenseDocument') {
        for (const document of request.defenseDocuments ?? []) {
          const most = document.contentType === 'application/pdf' ? 2_000_000 : 10_000_000
          if (
            !['application/pdf', 'image/jpeg', 'image/tiff'].includes(document.contentType) ||
            Buffer.from(document.content, 'base64').length > most
          )
            return result(false, 'Document not accepted')
        }
        documents.add(id)
        return result((request.defenseDocuments ?? []).length > 0)
      }
      if (verb === 'defendDispute') {
        if (!documents.has(id)) return result(false, 'Missing required defense documents')
        submissions.push({ provider: 'adyen', dispute: id, key, body: body.toString() })
        return result(true)
      }
      return verb === 'acceptDispute' ? result(true) : json(404, { status: 404 })
    }
    const answer = act()
    if (key !== undefined) answers.set(`adyen ${key}`, answer)
    return answer
  }

  function paypal(
    method: string,
    path: string,
    body: Buffer,
    headers: IncomingMessage['headers'],
  ): { status: number; body: string } {
    if (path === '/v1/oauth2/token') return json(200, { access_token: 'A21', token_type: 'Bearer', expires_in: 32400 })
    if (headers.authorization !== 'Bearer A21') return json(401, { name: 'AUTHENTICATION_FAILURE' })
    const [, id, verb] = /^\/v1\/customer\/disputes\/([^/]+)(?:\/(.+))?$/.exec(path) ?? []
    if (id === undefined) return json(404, { name: 'RESOURCE_NOT_FOUND' })
    const state = states.get(id) ?? 'WAITING_FOR_SELLER_RESPONSE'
    if (method === 'GET')
      return json(200, {
        dispute_id: id,
        status: state,
        evidences: state === 'UNDER_REVIEW' ? [{ source: 'SUBMITTED_BY_SELLER' }] : [],
      })
    // PayPal does not promise idempotency here: a second answer is a second answer.
    if (verb === 'provide-evidence') {
      const text = body.toString('latin1')
      const input = /name="input"[^]*?\r\n\r\n([^]*?)\r\n--/.exec(text)?.[1]
      const parsed = input === undefined ? undefined : (JSON.parse(input) as { evidences?: { notes?: string }[] })
      if (!parsed?.evidences?.length || parsed.evidences.some((evidence) => (evidence.notes?.length ?? 0) > 2000))
        return json(400, { name: 'VALIDATION_ERROR' })
      submissions.push({
        provider: 'paypal',
        dispute: id,
        key: headers['paypal-request-id'] as string | undefined,
        body: input ?? '',
      })
      states.set(id, 'UNDER_REVIEW')
    } else if (verb === 'accept-claim') states.set(id, 'RESOLVED')
    return json(200, { links: [] })
  }

  function carriers(
    path: string,
    url: URL,
    body: Buffer,
    headers: IncomingMessage['headers'],
  ): { status: number; body: string } {
    const tag: Record<string, string> = {
      pre_transit: 'InfoReceived',
      in_transit: 'InTransit',
      delivered: 'Delivered',
      return_to_sender: 'Exception',
    }
    if (path === '/v2/trackers') {
      if (headers.authorization !== `Basic ${Buffer.from('EZ:').toString('base64')}`)
        return json(401, { error: { code: 'APIKEY.INACTIVE' } })
      const { tracker } = JSON.parse(body.toString()) as { tracker: { tracking_code: string; carrier?: string } }
      const parcel = parcels.get(tracker.tracking_code)
      return json(200, {
        id: `trk_${tracker.tracking_code}`,
        object: 'Tracker',
        tracking_code: tracker.tracking_code,
        status: parcel?.status ?? 'unknown',
        signed_by: parcel?.signed_by ?? null,
        carrier: tracker.carrier ?? 'DHL',
        tracking_details: (parcel?.details ?? []).map((detail) => ({
          object: 'TrackingDetail',
          ...detail,
          tracking_location: { city: 'PARIS', country: 'FR', zip: '75001', state: null },
        })),
      })
    }
    if (headers['as-api-key'] !== 'AS') return json(401, { meta: { code: 401 } })
    const number = url.searchParams.get('tracking_numbers') ?? ''
    const parcel = parcels.get(number)
    return json(200, {
      meta: { code: 200 },
      data: {
        trackings:
          parcel === undefined
            ? []
            : [
                {
                  tracking_number: number,
                  slug: url.searchParams.get('slug'),
                  tag: tag[parcel.status] ?? 'Pending',
                  signed_by: parcel.signed_by ?? null,
                  checkpoints: parcel.details.map((detail) => ({
                    checkpoint_time: detail.datetime,
                    tag: tag[detail.status] ?? 'InTransit',
                    message: detail.message,
                    city: 'Paris',
                    country_iso3: 'FRA',
                    location: 'Paris',
                  })),
                },
              ],
      },
    })
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const body = await read(request)
    const path = url.pathname
    const method = request.method ?? 'GET'
    servers.requests.push({ method, path, body, headers: request.headers })
    const provider =
      path.startsWith('/v1/disputes') || path === '/v1/files'
        ? 'stripe'
        : path.startsWith('/adyen')
          ? 'adyen'
          : path.startsWith('/v2/') || path.startsWith('/tracking')
            ? 'carrier'
            : 'paypal'
    const first = servers.before?.(provider, path) ?? 'answer'
    if (first === 'drop') return request.socket.destroy()
    const answer =
      first === 'fail'
        ? json(500, { error: { type: 'api_error' } })
        : first === 'refuse'
          ? json(400, { error: { code: 'refused' } })
          : provider === 'stripe'
            ? stripe(method, path, body, request.headers)
            : provider === 'adyen'
              ? adyen(path, body, request.headers)
              : provider === 'carrier'
                ? carriers(path, url, body, request.headers)
                : paypal(method, path, body, request.headers)
    if ((servers.after?.(provider, path) ?? 'answer') === 'drop') return request.socket.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  }
  const server: Server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  servers.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  servers.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return servers
}

/** Environment in which `shopwarden disputes` talks to these servers. */
export const dispatchEnv = (base: string): Record<string, string> => ({
  STRIPE_SECRET_KEY: 'sk_test',
  STRIPE_BASE: base,
  ADYEN_API_KEY: 'adyen_test',
  ADYEN_BASE: `${base}/adyen/v30`,
  ADYEN_MERCHANT_ACCOUNT: 'ShopECOM',
  PAYPAL_CLIENT_ID: 'client',
  PAYPAL_CLIENT_SECRET: 'secret',
  PAYPAL_BASE: base,
})
