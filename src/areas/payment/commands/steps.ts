import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { CommandIo } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { choice, type Options } from '../../../core/options.ts'
import { type Recipe, RECIPES } from '../watch/recipes.ts'
import { type Step, stepSchema } from '../watch/steps.ts'

/** The way to the checkout from --steps, or none. @throws SW_PAYMENT_STEPS */
export function readSteps(options: Options, io: CommandIo): Step[] {
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

/** The recipe from --recipe, or none. @throws SW_CLI_OPTION */
export const readRecipe = (options: Options): Recipe | 'auto' | undefined =>
  options['recipe'] === undefined ? undefined : choice<Recipe | 'auto'>(options, 'recipe', ['auto', ...RECIPES], 'auto')
