import { z } from 'zod'

/** A version as an API states it. Anything else than a short word that begins with a digit is no version. */
export const versionSchema = z
  .string()
  .transform((text) => text.trim().replace(/^v(?=\d)/i, ''))
  .pipe(z.string().regex(/^\d[\w.+~-]{0,60}$/))

/** The same where it may be lacking: undefined stands for everything that is no version. */
export const maybeVersion = versionSchema.optional().catch(undefined)

/** Names that go into evidence: folders, packages, modules. */
export const nameSchema = z.string().regex(/^[\w@.-][\w@./ -]{0,190}$/)

/** Of a list from outside at most this many entries are kept; the ones that are not in the form are passed over. */
export const listOf = <T>(shape: z.ZodType<T>, most = 5_000) =>
  z.array(z.unknown()).transform((items) =>
    items.slice(0, most).flatMap((item) => {
      const parsed = shape.safeParse(item)
      return parsed.success ? [parsed.data] : []
    }),
  )
