import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { CommandIo } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { choice, type Options } from '../../../core/options.ts'
import { type Recipe, RECIPES } from '../watch/recipes.ts'
import { type Step, stepSchema } from '../watch/steps.ts'

/** How a command is told the way from the address it is given to the checkout. */
export const wayOptions = [
  { flags: '--steps <file>', description: 'YAML list of steps from this address to the checkout' },
  {
    flags: '--recipe <name>',
    description: `walk from the start page to the checkout by a known way: auto, ${RECIPES.join(', ')}`,
  },
]

/** The way to the checkout from --steps, or none. @throws SW_PAYMENT_STEPS */
function readSteps(options: Options, io: CommandIo): Step[] {
  if (typeof options['steps'] !== 'string') return []
  const file = resolve(io.cwd, options['steps'])
  try {
    return z
      .array(stepSchema)
      .max(50)
      .parse(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 }))
  } catch (cause) {
    throw new ShopwardenError('SW_PAYMENT_STEPS', 'The steps to the checkout cannot be read', {
      where: file,
      fix: 'A YAML list of {goto: path}, {click: selector}, {fill: selector, with: text}, {waitFor: selector}.',
      cause,
    })
  }
}

/** The way that `wayOptions` give: steps, a recipe, or neither. @throws SW_PAYMENT_STEPS, SW_CLI_OPTION */
export const readWay = (options: Options, io: CommandIo): { steps: Step[]; recipe: Recipe | 'auto' | undefined } => ({
  steps: readSteps(options, io),
  recipe:
    options['recipe'] === undefined
      ? undefined
      : choice<Recipe | 'auto'>(options, 'recipe', ['auto', ...RECIPES], 'auto'),
})
