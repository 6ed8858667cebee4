import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

/** The newest backup that was found, and when restoring was last tried. */
export const backupFact = defineFact(
  'board',
  'backups',
  z.object({
    path: z.string(),
    newest: z.string().optional(),
    bytes: z.number(),
    restoreTested: z.string().optional(),
  }),
  8,
)
