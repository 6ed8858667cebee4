import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'

/**
 * Checks SARIF files against the official schema, formats (URI, date) included.
 *
 *     node bench/sarif.bench.ts sarif-schema-2.1.0.json FILE…
 *
 * The schema is OASIS's: sarif-2.1/schema/sarif-schema-2.1.0.json of oasis-tcs/sarif-spec. It is not kept here.
 */
const [schemaFile, ...files] = process.argv.slice(2)
const { $schema: _, id: $id, ...schema } = JSON.parse(readFileSync(schemaFile!, 'utf8'))
const ajv = new Ajv({ strict: false, allErrors: true })
formats.default(ajv)
const validate = ajv.compile({ $id, ...schema })
for (const file of files) {
  const log = JSON.parse(readFileSync(file, 'utf8'))
  const results = log.runs.reduce((sum: number, run: { results?: unknown[] }) => sum + (run.results?.length ?? 0), 0)
  const valid = validate(log)
  console.log(`${file}: ${results} results, ${valid ? 'valid' : JSON.stringify(validate.errors?.slice(0, 3))}`)
  if (!valid) process.exitCode = 1
}
