import type { Area, AreaService } from '../../core/area.ts'
import type { House } from '../house.ts'

/** Services that the areas can use, one entry a service. */
export function servicesOf(areas: readonly Area[]): AreaService[] {
  const byName = new Map<string, AreaService>()
  for (const service of areas.flatMap((area) => area.services ?? [])) {
    const known = byName.get(service.name)
    byName.set(service.name, known ? { ...known, keys: [...new Set([...known.keys, ...service.keys])] } : service)
  }
  return [...byName.values()]
}

const purpose = (shop: string, key: string) => `service ${shop} ${key}`

/** Sealed, so that a stolen database opens nothing. */
export const sealKey = (house: House, shop: string, key: string, value: string): string =>
  house.sealer.seal(value, purpose(shop, key))

/** The keys that were set for a shop, opened, by the names they have in a command's environment. */
export async function readServiceKeys(
  house: Pick<House, 'workspace' | 'sealer'>,
  shop: string,
): Promise<Record<string, string>> {
  const rows = await house.workspace.store.db
    .selectFrom('service_key')
    .select(['name', 'sealed'])
    .where('shop', '=', shop)
    .execute()
  return Object.fromEntries(
    rows.flatMap(({ name, sealed }) => {
      const value = house.sealer.open(sealed, purpose(shop, name))
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
