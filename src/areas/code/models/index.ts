import type { ModelSet } from '../../../analysis/models.ts'
import { phpAmbient, phpSinks, phpSources } from './php-io.ts'
import { phpEscapes } from './php-text.ts'

/** Every built-in model, in the order in which they are asked. */
export const builtInModels: readonly ModelSet[] = [
  { calls: [...phpEscapes, ...phpSources, ...phpSinks], properties: phpAmbient, entries: [] },
]
