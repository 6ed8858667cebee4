import type { Command } from 'commander'
import { z } from 'zod'
import { auditResultSchema } from '../audit/result.ts'
import { ShopwardenError } from '../core/errors.ts'
import { shopSchema } from '../core/shop.ts'
import { serverConfigSchema } from '../server/config.ts'
import type { Cli } from './cli.ts'

const schemas: Record<string, z.ZodType> = { shop: shopSchema, report: auditResultSchema, server: serverConfigSchema }

/** `shopwarden schema shop|report`: JSON Schema (2020-12) for editors and readers. */
export function addSchemaCommand(program: Command, { io, finish }: Cli): void {
  program
    .command('schema')
    .description('Print the JSON Schema of shop.yaml, of the JSON report or of the settings of the server')
    .argument('<what>', Object.keys(schemas).join(' or '))
    .action((what: string) => {
      const schema = schemas[what]
      if (schema === undefined)
        throw new ShopwardenError('SW_CLI_SCHEMA', `There is no schema "${what}"`, {
          fix: `Known: ${Object.keys(schemas).join(', ')}.`,
        })
      io.stdout.write(`${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`)
      finish(0)
    })
}
