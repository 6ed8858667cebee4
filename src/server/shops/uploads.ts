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

const jobPattern = /^job_[\w-]{22}$/

/** Where the document of a finished job lies. @throws SW_SERVER_UPLOAD */
export function resultPath(stateDir: string, id: string): string {
  const path = join(stateDir, 'jobs', `${id}.json`)
  if (jobPattern.test(id) && existsSync(path)) return path
  throw new ShopwardenError('SW_SERVER_UPLOAD', 'This job has left no document', {
    fix: 'Wait until its state is "done", or start it again.',
  })
}
