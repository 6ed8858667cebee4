import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ShopwardenError } from '../core/errors.ts'

/** What every file of knowledge says about itself. */
const headSchema = z.object({ asOf: z.iso.date(), sources: z.array(z.string()).min(1) })

export type Knowledge<T> = T & z.infer<typeof headSchema>

/**
 * Reads one file of dated facts. `asOf` tells how old it is: every answer built on it says so.
 * @throws SW_KNOWLEDGE_FILE when the file is missing or of another shape.
 */
export function readKnowledge<T>(dir: string, file: string, shape: z.ZodType<T>): Knowledge<T> {
  const path = join(dir, file)
  try {
    const raw: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return { ...shape.parse(raw), ...headSchema.parse(raw) }
  } catch (cause) {
    throw new ShopwardenError('SW_KNOWLEDGE_FILE', 'A file of facts that ships with Shopwarden cannot be read', {
      where: path,
      fix: 'Restore it from the installation, or run "git checkout knowledge".',
      cause,
    })
  }
}
