import type { AdminApiKind } from '../../core/shop.ts'
import type { Ask } from './ask.ts'

/** Something installed beside the platform. `kind` and `name` are those under which advisories know it. */
export interface AdminExtension {
  /** `wordpress-plugin`, `wordpress-theme`, `wordpress-core`, `prestashop-module`, `composer` or `shopware-plugin` */
  kind: string
  name: string
  version: string
  /** Newest version that the shop itself knows of, where it is another one. */
  newest?: string | undefined
  active?: boolean | undefined
}

/** What an API told. Nothing is guessed: what it does not tell stands in `notTold`. */
export interface AdminAnswer {
  platform: string
  /** The exact version; undefined where the API does not tell it. */
  version?: string | undefined
  /** What is known of the version where it is not exact, e.g. `2.4 (Community)`. */
  line?: string | undefined
  /** Newest version that the shop itself knows of, where it is another one. */
  newest?: string | undefined
  /** Path that told it, below the API's address. */
  where: string
  extensions: AdminExtension[]
  /** Names of extensions that were named without a version. */
  unversioned: string[]
  /** Programs under the shop, by the names of endoflife.date. */
  runtimes: { product: 'php' | 'mysql' | 'mariadb'; version: string }[]
  notTold: string[]
}

/** One platform's API. Reads only: no request may change anything but sessions that it opens itself. */
export interface AdminApi {
  kind: AdminApiKind
  /** What the secret has to be, for messages. */
  secret: string
  /** True where the secret is two parts with a colon between. */
  pair: boolean
  /** @throws SW_ADMIN_API_*, SW_NET_* */
  read(ask: Ask, secret: string): Promise<AdminAnswer>
}

/** Two parts of a secret: before the first colon and after it. */
export function partsOf(secret: string): [string, string] {
  const at = secret.indexOf(':')
  return [secret.slice(0, at), secret.slice(at + 1)]
}

export const basic = (secret: string) => ({ authorization: `Basic ${Buffer.from(secret).toString('base64')}` })
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
