import type { Upload } from '../../core/routes.ts'
import { ShopwardenError } from '../../core/errors.ts'
import type { House } from '../house.ts'
import { shopDir } from './records.ts'
import { uploadPath } from './uploads.ts'

/** An uploaded file of a shop with what is known of it. @throws SW_SERVER_UPLOAD */
export async function readUpload(house: House, shop: string, id: string): Promise<Upload> {
  const row = await house.workspace.store.db
    .selectFrom('upload')
    .selectAll()
    .where('id', '=', id)
    .where('shop', '=', shop)
    .executeTakeFirst()
  if (row === undefined)
    throw new ShopwardenError('SW_SERVER_UPLOAD', 'There is no such uploaded file', { fix: 'Upload it first.' })
  return {
    path: uploadPath(shopDir(house.workspace, shop), id),
    name: row.name,
    bytes: row.bytes,
    mediaType: row.media_type,
  }
}
