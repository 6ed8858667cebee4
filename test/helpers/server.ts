import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { areas } from '../../src/areas/registry.ts'
import type { Role } from '../../src/core/roles.ts'
import { serverConfigSchema } from '../../src/server/config.ts'
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/server.ts'

const installation = join(import.meta.dirname, '..', '..')
export const goodPassword = 'correct candle anvil river'

/** A server of its own on a free port, with an empty workspace. */
export function startTestServer(
  options: Partial<ServerOptions> & { settings?: Record<string, unknown> } = {},
): Promise<RunningServer> {
  const { settings, ...rest } = options
  return startServer({
    config: serverConfigSchema.parse({ port: 0, logLevel: 'silent', ...settings }),
    areas,
    dir: mkdtempSync(join(tmpdir(), 'sw-server-')),
    installation,
    knowledgeDir: join(installation, 'knowledge'),
    chromium: undefined,
    ...rest,
  })
}

export interface Answer {
  status: number
  headers: Headers
  // Tests look into answers of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

/** Somebody who talks to the server: keeps cookies as a browser does. */
export interface Client {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  get(path: string): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  cookie(): string
}

export function clientOf(server: RunningServer, fixed: Record<string, string> = {}): Client {
  let cookie = ''
  const call: Client['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(new URL(`/api/v1${path}`, server.url), {
      method,
      redirect: 'manual',
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
      }),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(cookie !== '' && { cookie }),
        ...fixed,
        ...headers,
      },
    })
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      if (pair.startsWith('sw_session=')) cookie = pair === 'sw_session=' ? '' : pair
    }
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: json && text !== '' ? JSON.parse(text) : text }
  }
  return {
    call,
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    cookie: () => cookie,
  }
}

/** First visit: the owner, signed in. */
export async function firstOwner(server: RunningServer): Promise<Client> {
  const owner = clientOf(server)
  const made = await owner.post('/setup', {
    company: 'Acme',
    name: 'Olga Owner',
    email: 'olga@acme.example',
    password: goodPassword,
  })
  if (made.status !== 201) throw new Error(`first visit failed: ${JSON.stringify(made.body)}`)
  return owner
}

/** Somebody with a role in the owner's client, by invitation, signed in. */
export async function invited(server: RunningServer, owner: Client, role: Role): Promise<Client> {
  const email = `${role}-${Math.random().toString(36).slice(2)}@team.example`
  const { body } = await owner.post('/people', { name: `Some ${role}`, email, role })
  const person = clientOf(server)
  const taken = await person.post('/welcome', {
    token: new URL(body.invitation.link).hash.slice(1),
    password: goodPassword,
  })
  if (taken.status !== 200) throw new Error(`invitation failed: ${JSON.stringify(taken.body)}`)
  return person
}

/** A shop that nothing is reached of: enough for records. */
export async function someShop(owner: Client, name = 'Shop'): Promise<string> {
  const { body } = await owner.post('/shops', { description: { name } })
  return body.id
}
