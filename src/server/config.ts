import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { ShopwardenError } from '../core/errors.ts'

const minutes = (text: string) => z.coerce.number().int().min(1).describe(text)

/**
 * Everything that can be set, in a file (server.yaml) or by environment: `SHOPWARDEN_` and the name in capitals with underscores,
 * which wins (`publicUrl` is SHOPWARDEN_PUBLIC_URL).
 */
export const serverConfigSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  port: z.coerce.number().int().min(0).max(65_535).default(8025).describe('Port to listen on; 0 takes a free one.'),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Address at which people reach this server, e.g. behind a reverse proxy; with https cookies are marked Secure.',
    ),
  trustProxy: z
    .union([z.boolean(), z.stringbool()])
    .default(false)
    .describe('Believe X-Forwarded-For of the reverse proxy in front.'),
  jobs: z.coerce
    .number()
    .int()
    .min(0)
    .max(32)
    .default(2)
    .describe('Audits and scans that may run at once; 0 for a node that only answers.'),
  uploadMegabytes: z.coerce.number().min(1).max(2000).default(100).describe('Largest file that may be uploaded.'),
  sessionIdleMinutes: minutes('A session ends after this long without a request.').default(480),
  sessionMaxMinutes: minutes('A session ends after this long in any case.').default(7 * 24 * 60),
  mailFrom: z.email().optional().describe('Sender of notifications.'),
  mailServer: z
    .string()
    .optional()
    .describe('smtp://host:port of the relay; user and password as in smtps://user:pw@host.'),
  oidcIssuer: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Address of the company's sign-in (OpenID Connect)."),
  oidcClientId: z.string().optional(),
  oidcClientSecret: z.string().optional(),
  oidcName: z.string().default('Company account').describe('What the button says.'),
  metricsToken: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token for /metrics; without it only loopback may read them.'),
  securityContact: z
    .string()
    .regex(/^(mailto:|https:\/\/)\S+$/)
    .optional()
    .describe('Whom to tell of a hole, for /.well-known/security.txt (RFC 9116), e.g. mailto:security@shop.example.'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type ServerConfig = z.output<typeof serverConfigSchema>

const environmentName = (key: string) => `SHOPWARDEN_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

function fromFile(file: string): Record<string, unknown> {
  try {
    const value: unknown = parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 })
    return value !== null && typeof value === 'object' ? { ...value } : {}
  } catch (cause) {
    throw new ShopwardenError('SW_SERVER_CONFIG', 'The configuration of the server cannot be read', {
      where: file,
      fix: 'It must be YAML with fields such as "port: 8025".',
      cause,
    })
  }
}

/** Configuration from a file, the environment and the command line, the later ones winning. @throws SW_SERVER_CONFIG */
export function readConfig(
  file: string | undefined,
  env: NodeJS.ProcessEnv,
  flags: Readonly<Record<string, unknown>>,
  cwd: string,
): ServerConfig {
  const given: Record<string, unknown> = file === undefined ? {} : fromFile(resolve(cwd, file))
  for (const key of Object.keys(serverConfigSchema.shape)) {
    const value = flags[key] ?? env[environmentName(key)]
    if (value !== undefined) given[key] = value
  }
  const parsed = serverConfigSchema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ShopwardenError('SW_SERVER_CONFIG', `The configuration has mistakes:\n${z.prettifyError(parsed.error)}\n`, {
    where: file ?? 'environment',
    fix: 'Correct these; "shopwarden schema server" prints what is allowed.',
  })
}
