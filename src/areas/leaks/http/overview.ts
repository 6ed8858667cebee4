import { join } from 'node:path'
import { z } from 'zod'
import { hasCustomers, openHashes } from '../../../connect/customers/tables.ts'
import { defineRoute } from '../../../core/routes.ts'
import { knownBreachSchema, readBreaches } from '../breach/catalogue.ts'
import { readExposures, readSweeps } from '../read-records.ts'
import { exposureFact, sourceSchema } from '../schema.ts'

export const overview = defineRoute({
  method: 'GET',
  path: '/overview',
  summary: 'Customers watched, comparisons with leaks, exposures that are open by severity and age',
  right: 'read',
  answer: z.object({
    watched: z.int(),
    lastImport: z.string().optional(),
    sources: z.array(sourceSchema),
    exposures: exposureFact.value.optional(),
    breaches: z
      .array(knownBreachSchema)
      .max(1000)
      .describe('Leaks customers are in; name the attribution where you show one.'),
  }),
  async handle(_, context) {
    const dir = join(context.stateDir, 'leaks')
    if (!hasCustomers(dir)) return { watched: 0, sources: [], breaches: [] }
    const db = openHashes(dir, true)
    try {
      const { n, last } = db.prepare('select count(*) as n, max(imported_at) as last from customers').get() as {
        n: number
        last: string | null
      }
      return {
        watched: n,
        ...(last !== null && { lastImport: last }),
        sources: readSweeps(db),
        exposures: readExposures(db, context.now()),
        breaches: readBreaches(db).slice(0, 1000),
      }
    } finally {
      db.close()
    }
  },
})
