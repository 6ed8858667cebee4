import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Handler } from '../contract.ts'

const text =
  (body: string): Handler =>
  () => ({ headers: { 'content-type': 'text/plain' }, body })

// Flaws on purpose; each is listed in ../truth.json. The secrets are invented and open nothing.

export const download: Handler = ({ query }) => {
  try {
    const file = join(import.meta.dirname, '..', 'public', query.get('file') ?? '')
    return { headers: { 'content-type': 'application/octet-stream' }, body: readFileSync(file) }
  } catch {
    return { status: 404, body: 'not found' }
  }
}

export const gitConfig = text('[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n')
export const environment = text('APP_ENV=prod\nDB_PASSWORD=not-a-real-password\nMAIL_PASSWORD=neither-is-this\n')
export const backup = text(
  '-- MySQL dump 10.13\nCREATE TABLE `customer` (`id` int);\nINSERT INTO `customer` VALUES (1);\n',
)
