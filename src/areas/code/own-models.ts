import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { Esc, type EscapeName } from '../../analysis/escapes.ts'
import type { ModelSet } from '../../analysis/models.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { ruleOfSink } from './rules/index.ts'

const names = z
  .union([z.string(), z.array(z.string())])
  .describe('trim, Tools::getValue, Db->execute, ->getParam or "new File".')
const escape = z.enum(Object.keys(Esc) as [EscapeName, ...EscapeName[]])
const source = z.enum(['request', 'remote', 'stored', 'database', 'environment'])
const positions = z.array(z.int().min(-1))

/** The file in which a shop describes functions of its own. Unknown fields are refused, so that a slip of the pen shows. */
export const ownModelsSchema = z
  .strictObject({
    calls: z
      .array(
        z.strictObject({
          on: names,
          source: source.optional().describe('The result is foreign data.'),
          fills: positions.optional().describe('By-reference arguments that are filled with it.'),
          escapes: z.array(escape).optional().describe('What the result is made harmless for.'),
          undoes: z.array(escape).optional(),
          from: positions.optional().describe('Arguments whose data is in the result; absent: all.'),
          clean: z.boolean().optional().describe('The result holds nothing foreign.'),
          returns: z.string().optional().describe('Class of the result.'),
          exits: z.boolean().optional().describe('Does not return.'),
          guards: z
            .strictObject({ escapes: z.array(escape), arg: z.int().nonnegative().optional() })
            .optional()
            .describe('True means that the argument is harmless.'),
          sinks: z
            .array(
              z.strictObject({ rule: z.string(), args: positions.optional(), atMost: z.int().positive().optional() }),
            )
            .optional(),
        }),
      )
      .default([]),
    properties: z.array(z.strictObject({ on: z.string(), source })).default([]),
  })
  .describe('Functions of your own, as "shopwarden code scan --models FILE" reads them.')

/** Reads models from a YAML file. */
export function readOwnModels(path: string): ModelSet {
  let parsed: z.infer<typeof ownModelsSchema>
  try {
    parsed = ownModelsSchema.parse(parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)
    throw new ShopwardenError('SW_CODE_MODELS', `The models cannot be read: ${detail}`, {
      where: path,
      fix: 'See the schema in src/areas/code/README.md.',
      cause,
    })
  }
  for (const call of parsed.calls) {
    for (const sink of call.sinks ?? []) {
      if (!ruleOfSink.has(sink.rule))
        throw new ShopwardenError('SW_CODE_MODELS', `There is no sink "${sink.rule}"`, {
          where: path,
          fix: `Use one of ${[...ruleOfSink.keys()].join(', ')}.`,
        })
    }
  }
  // exactOptionalPropertyTypes: what is absent stays absent.
  return JSON.parse(JSON.stringify({ ...parsed, entries: [] })) as ModelSet
}
