import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ShopwardenError } from '../../core/errors.ts'

/** Where the document that a job writes lies, in the folder of its shop. */
export const documentPath = (shopDir: string, job: string): string => join(shopDir, 'jobs', `${job}.json`)

const jobPattern = /^job_[\w-]{22}$/

/** Where the document of a finished job lies. @throws SW_SERVER_UPLOAD */
export function resultPath(shopDir: string, id: string): string {
  const path = documentPath(shopDir, id)
  if (jobPattern.test(id) && existsSync(path)) return path
  throw new ShopwardenError('SW_SERVER_UPLOAD', 'This job has left no document', {
    fix: 'Wait until its state is "done", or start it again.',
  })
}
