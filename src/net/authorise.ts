import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { ShopwardenError } from '../core/errors.ts'
import type { HttpClient } from '../core/http.ts'
import { type Shop, shopSchema } from '../core/shop.ts'
import { namesPrivateAddress } from './addresses.ts'
import { ownershipPath, ownershipToken, proofOfOwnership } from './ownership.ts'

/** The shop.yaml that says which hosts are one's own. @throws SW_<AREA>_SHOP */
export function readOwnShop(file: string, area: AuthorisationInput['area']): Shop {
  try {
    return shopSchema.parse(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 }))
  } catch (cause) {
    throw new ShopwardenError(`SW_${area}_SHOP`, 'shop.yaml cannot be read', {
      where: file,
      fix: 'Check it with "shopwarden audit".',
      cause,
    })
  }
}

/** Host names that a shop.yaml names as its own. */
export function listedHosts(shop: Shop): Set<string> {
  const urls = Object.values(shop.urls).filter((url) => url !== undefined)
  return new Set([...urls.map((url) => new URL(url).hostname), ...shop.allowedHosts].map((host) => host.toLowerCase()))
}

export interface AuthorisationInput {
  /** Area that asks: its name stands in the error's code. */
  area: 'PENTEST' | 'PASSWORDS'
  target: URL
  shop: Shop | undefined
  confirmed: boolean
  /** Folder of the installation's key. */
  keyDir: string
  http: HttpClient
  now: Date
  /** TXT records of a name; the system's resolver by default. */
  txt?: (name: string) => Promise<string[][]>
}

/**
 * Why this target may be attacked, in words for the record. Loopback and private addresses need the owner's confirmation;
 * everything else must be listed in shop.yaml and prove that its owner agrees, by a file or a DNS record.
 * @throws SW_<AREA>_NOT_AUTHORISED with what is missing
 */
export async function authorise({
  area,
  target,
  shop,
  confirmed,
  keyDir,
  http,
  now,
  txt,
}: AuthorisationInput): Promise<string> {
  const refuse = (message: string, where: string, fix: string) =>
    new ShopwardenError(`SW_${area}_NOT_AUTHORISED`, message, { where, fix })
  const host = target.hostname.toLowerCase()
  if (namesPrivateAddress(host)) {
    if (confirmed) return 'loopback or private address, confirmed as own'
    throw refuse(
      area === 'PENTEST'
        ? 'An attack, even a careful one, needs the consent of the owner'
        : 'Opening throw-away accounts needs the consent of the owner',
      target.origin,
      'If this shop is yours, add --confirm-mine.',
    )
  }
  if (shop === undefined || !listedHosts(shop).has(host))
    throw refuse(
      `${host} is not listed as yours`,
      target.origin,
      'Name it in shop.yaml (urls or allowedHosts) and give the file with --shop.',
    )
  const proof = await proofOfOwnership({ target, keyDir, http, now, txt })
  if (proof !== undefined) return proof
  throw refuse(
    `${host} has not proven that its owner agrees`,
    target.origin,
    `Put the line ${ownershipToken(keyDir, host, now)} into ${target.origin}${ownershipPath}, or into a DNS TXT record of _shopwarden.${host}, and run again.`,
  )
}
