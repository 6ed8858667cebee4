import { join } from 'node:path'
import { existsSync } from 'node:fs'
import { ShopwardenError } from '../../core/errors.ts'

const idPattern = /^upload_[\w-]{22}$/

/** Where an uploaded file lies. The id is the whole name: nothing the uploader chose becomes part of a path. @throws SW_SERVER_UPLOAD */
export function uploadPath(stateDir: string, id: string): string {
  const path = join(stateDir, 'uploads', id)
  if (idPattern.test(id) && existsSync(path)) return path
  throw new ShopwardenError('SW_SERVER_UPLOAD', 'There is no such uploaded file', {
    fix: 'Upload it first: PUT /api/v1/shops/{shop}/uploads.',
  })
}
