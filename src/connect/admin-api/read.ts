import { ShopwardenError } from '../../core/errors.ts'
import type { HttpClient } from '../../core/http.ts'
import type { AdminApiKind } from '../../core/shop.ts'
import { askAt } from './ask.ts'
import type { AdminAnswer, AdminApi } from './contract.ts'
import { magento } from './magento.ts'
import { openmage } from './openmage.ts'
import { prestashop, prestashopAdmin, thirtybees } from './prestashop.ts'
import { shopware } from './shopware.ts'
import { woocommerce } from './woocommerce.ts'
import { wordpress } from './wordpress.ts'

/** Begin of the names of variables from which a server of ours may take tokens for the shops of its clients. */
export const tokenVariable = 'SHOPWARDEN_ADMIN_TOKEN'

const apis: readonly AdminApi[] = [
  woocommerce,
  wordpress,
  magento,
  prestashop,
  prestashopAdmin,
  thirtybees,
  shopware,
  openmage,
]

/**
 * Asks a platform's own API for its versions. The secret goes into headers or bodies only, over TLS or to a private address, and
 * into no message.
 * @throws SW_ADMIN_API_NONE where the platform's published API tells no version, SW_ADMIN_API_SECRET, SW_ADMIN_API_*, SW_NET_*
 */
export async function readAdminApi(
  { kind, url, tokenEnv }: { kind: AdminApiKind; url: string; tokenEnv: string },
  env: NodeJS.ProcessEnv,
  http: HttpClient,
  signal: AbortSignal,
): Promise<AdminAnswer> {
  const api = apis.find((candidate) => candidate.kind === kind)
  if (api === undefined)
    throw new ShopwardenError('SW_ADMIN_API_NONE', `The published API of ${kind} tells no version`, {
      where: 'adminApis',
      fix: 'Give the source tree (sources in shop.yaml): there the version is exact.',
    })
  const secret = env[tokenEnv]?.trim()
  const wrong = (message: string) =>
    new ShopwardenError('SW_ADMIN_API_SECRET', message, {
      where: tokenEnv,
      fix: `Set it to ${api.secret}.`,
    })
  if (!secret) throw wrong(`The environment variable ${tokenEnv} is not set`)
  if (!/^[\x20-\x7e\u00a0-\uffff]{1,4000}$/.test(secret)) throw wrong(`What ${tokenEnv} holds can be no token`)
  if (api.pair && !/^[^:]+:./.test(secret)) throw wrong(`What ${tokenEnv} holds has not two parts with a colon between`)
  return api.read(askAt(url, http, signal), secret)
}
