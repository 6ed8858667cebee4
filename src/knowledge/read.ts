import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ShopwardenError } from '../core/errors.ts'

/** What every file of knowledge says about itself. */
export const headSchema = z.object({ asOf: z.iso.date(), sources: z.array(z.string()).min(1) })

export type Knowledge<T> = T & z.infer<typeof headSchema>

/** Folder below the shipped facts where `shopwarden knowledge update` puts newer ones. */
export const updatedFolder = 'updated'

function readOne<T>(path: string, shape: z.ZodType<T>): Knowledge<T> {
  const raw: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return { ...shape.parse(raw), ...headSchema.parse(raw) }
}

/** A refreshed file, where there is one that can be read. A damaged one is as good as none: the shipped facts stay. */
function readUpdated<T>(dir: string, file: string, shape: z.ZodType<T>): Knowledge<T> | undefined {
  try {
    return readOne(join(dir, updatedFolder, file), shape)
  } catch {
    return undefined
  }
}

/**
 * Reads one file of dated facts: the newer of what shipped and what was refreshed since. `asOf` tells how old it is: every
 * answer built on it says so.
 * @throws SW_KNOWLEDGE_FILE when the file is missing or of another shape.
 */
export function readKnowledge<T>(dir: string, file: string, shape: z.ZodType<T>): Knowledge<T> {
  const updated = readUpdated(dir, file, shape)
  const path = join(dir, file)
  try {
    const shipped = readOne(path, shape)
    return updated !== undefined && updated.asOf >= shipped.asOf ? updated : shipped
  } catch (cause) {
    if (updated !== undefined) return updated
    throw new ShopwardenError('SW_KNOWLEDGE_FILE', 'A file of facts that ships with Shopwarden cannot be read', {
      where: path,
      fix: 'Restore it from the installation, or run "git checkout knowledge".',
      cause,
    })
  }
}

/** The same for facts that do not ship: undefined where they were never fetched. */
export function readOptionalKnowledge<T>(dir: string, file: string, shape: z.ZodType<T>): Knowledge<T> | undefined {
  try {
    return readKnowledge(dir, file, shape)
  } catch {
    return undefined
  }
}
