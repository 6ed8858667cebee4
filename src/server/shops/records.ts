import { join } from 'node:path'
import { ShopwardenError } from '../../core/errors.ts'
import { type Shop, shopSchema } from '../../core/shop.ts'
import type { Workspace } from '../../audit/workspace.ts'

/** A shop as the server keeps it. Its id is the key of its ledger and the name of its folder. */
export interface ShopRecord {
  id: string
  client: string
  name: string
  description: Shop
  createdAt: string
}

interface Row {
  id: string
  client: string
  name: string
  description: string
  created_at: string
}

export const toRecord = (row: Row): ShopRecord => ({
  id: row.id,
  client: row.client,
  name: row.name,
  description: shopSchema.parse(JSON.parse(row.description)),
  createdAt: row.created_at,
})

/** Whether a shop is the bundled sample shop, which is started for each audit. */
export const isSample = (id: string): boolean => id.startsWith('sample_')

/** Folder of a shop's records, uploads and reports. */
export const shopDir = (workspace: Pick<Workspace, 'dir'>, shop: string): string => join(workspace.dir, 'shops', shop)

/** A shop of this client. Another client's shop is not found, exactly as one that does not exist. @throws SW_SERVER_NOT_FOUND */
export async function shopOf(workspace: Workspace, client: string, id: string): Promise<ShopRecord> {
  const row = await workspace.store.db
    .selectFrom('shop')
    .selectAll()
    .where('id', '=', id)
    .where('client', '=', client)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined)
    throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'There is no such shop', { fix: 'GET /api/v1/shops lists yours.' })
  return toRecord(row)
}
