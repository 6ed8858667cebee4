import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { headings, recogniseColumns } from './columns.ts'

/** A mapping file: our field → heading of the export, and words for kinds of events and verdicts. */
export const mappingSchema = z.strictObject({
  fields: z.record(z.string(), z.string()).default({}),
  /** What an export's own words for kinds of events mean, e.g. `sale: order`. */
  types: z
    .record(z.string(), z.enum(['order', 'payment', 'signup', 'login', 'refund', 'shipment', 'label']))
    .default({}),
  /** Kind of every row where the file has no column for it. */
  type: z.enum(['order', 'payment', 'signup', 'login', 'refund', 'shipment', 'label']).default('order'),
  /** Words of the label column that mean fraud. */
  fraudWords: z.array(z.string()).default(['1', 'true', 'yes', 'y', 't', 'fraud', 'chargeback', 'fraudulent', 'bad']),
  dayFirst: z.boolean().optional(),
})

export type MappingFile = z.infer<typeof mappingSchema>
export interface Mapping extends Omit<MappingFile, 'fields' | 'dayFirst'> {
  fields: ReadonlyMap<string, string>
  dayFirst: boolean | undefined
}

/** @throws SW_FRAUD_MAPPING where the file is missing, no YAML or names a field we do not have. */
export function readMappingFile(path: string): MappingFile {
  try {
    const file = mappingSchema.parse(parse(readFileSync(path, 'utf8')))
    for (const field of Object.keys(file.fields))
      if (!Object.hasOwn(headings, field))
        throw new Error(`there is no field "${field}"; known: ${Object.keys(headings).join(', ')}`)
    return file
  } catch (cause) {
    throw new ShopwardenError('SW_FRAUD_MAPPING', `The mapping cannot be used: ${(cause as Error).message}`, {
      where: path,
      fix: 'Write e.g. "fields: { at: \\"Order date\\", customer.id: \\"Kundennummer\\" }".',
      cause,
    })
  }
}

/** Which column holds what: the file's word first, then recognised headings. @throws SW_FRAUD_COLUMNS without a time. */
export function makeMapping(columns: readonly string[], file: MappingFile = mappingSchema.parse({})): Mapping {
  const stated = Object.values(file.fields)
  const fields = recogniseColumns(columns.filter((column) => !stated.includes(column)))
  for (const [field, column] of Object.entries(file.fields)) {
    if (!columns.includes(column))
      throw new ShopwardenError(
        'SW_FRAUD_COLUMNS',
        `The mapping names a column "${column}" that the file does not have`,
        {
          where: field,
          fix: `Columns of the file: ${columns.slice(0, 40).join(', ')}.`,
        },
      )
    fields.set(field, column)
  }
  if (!fields.has('at'))
    throw new ShopwardenError('SW_FRAUD_COLUMNS', 'No column with the time of the events was recognised', {
      where: `columns: ${columns.slice(0, 40).join(', ')}`,
      fix: 'Name it in a mapping file: fields: { at: "<heading>" }.',
    })
  return { ...file, fields, dayFirst: file.dayFirst }
}
