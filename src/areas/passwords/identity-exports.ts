import { z } from 'zod'
import type { Settings } from './schema.ts'

/**
 * Realm export of Keycloak (RealmRepresentation of its Admin REST API). Policies are joined by "and": "length(12) and digits(1)".
 * Lifespans are in seconds.
 */
const keycloakSchema = z.object({
  realm: z.string(),
  passwordPolicy: z.string().default(''),
  bruteForceProtected: z.boolean().default(false),
  failureFactor: z.int().default(30),
  actionTokenGeneratedByUserLifespan: z.number().optional(),
})

/** Database connection of Auth0, as its Management API and `auth0 deploy` export it. */
const auth0Schema = z.object({
  strategy: z.literal('auth0'),
  name: z.string().default('connection'),
  options: z.object({
    passwordPolicy: z.enum(['none', 'low', 'fair', 'good', 'excellent']).nullish(),
    password_complexity_options: z.object({ min_length: z.int().optional() }).nullish(),
    brute_force_protection: z.boolean().default(true),
  }),
})

/** Least length and kinds of characters of Auth0's levels (https://auth0.com/docs/authenticate/database-connections/password-strength). */
const auth0Levels = {
  none: { minLength: 1, classes: 0 },
  low: { minLength: 6, classes: 0 },
  fair: { minLength: 8, classes: 3 },
  good: { minLength: 8, classes: 3 },
  excellent: { minLength: 10, classes: 3 },
} as const
/** Wrong passwords after which Auth0's brute-force protection blocks by default. */
const auth0Failures = 10

function ofKeycloak(realm: z.infer<typeof keycloakSchema>, name: string): Settings {
  const policy = (what: string) => {
    const found = new RegExp(`\\b${what}\\((\\d+)\\)`).exec(realm.passwordPolicy)?.[1]
    return found === undefined ? undefined : Number(found)
  }
  const kinds = ['lowerCase', 'upperCase', 'digits', 'specialChars'].filter((kind) => (policy(kind) ?? 0) > 0).length
  const max = policy('maxLength')
  const lifespan = realm.actionTokenGeneratedByUserLifespan
  return {
    platform: 'keycloak',
    // Without a policy Keycloak takes any password that is not empty.
    minLength: policy('length') ?? 1,
    ...(max !== undefined && { maxLength: max }),
    classes: kinds,
    lockoutFailures: realm.bruteForceProtected ? realm.failureFactor : 0,
    ...(lifespan !== undefined && { resetLinkHours: lifespan / 3600 }),
    from: [`realm ${realm.realm}: ${name}`],
  }
}

function ofAuth0({ name: connection, options }: z.infer<typeof auth0Schema>, name: string): Settings {
  const level = auth0Levels[options.passwordPolicy ?? 'none']
  return {
    platform: 'auth0',
    minLength: options.password_complexity_options?.min_length ?? level.minLength,
    classes: level.classes,
    lockoutFailures: options.brute_force_protection ? auth0Failures : 0,
    from: [`connection ${connection}: ${name}`],
  }
}

/**
 * Password rules in the export of a service that signs customers in: a realm of Keycloak, a database connection of Auth0, or a
 * list of them (the first that fits). Undefined where it is none. Pure.
 */
export function readIdentityExport(text: string, name: string): Settings | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  for (const item of Array.isArray(json) ? json.slice(0, 1000) : [json]) {
    const realm = keycloakSchema.safeParse(item)
    if (realm.success) return ofKeycloak(realm.data, name)
    const connection = auth0Schema.safeParse(item)
    if (connection.success) return ofAuth0(connection.data, name)
  }
  return undefined
}
