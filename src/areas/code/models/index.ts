import type { ModelSet } from '../../../analysis/models.ts'
import { javaCrypto } from './java-crypto.ts'
import { javaSinks } from './java-sinks.ts'
import { javaSources } from './java-sources.ts'
import { javaWeb } from './java-web.ts'
import { browser } from './browser.ts'
import { laravel } from './laravel.ts'
import { magento } from './magento.ts'
import { node } from './node.ts'
import { opencart } from './opencart.ts'
import { phpAmbient, phpSinks, phpSources } from './php-io.ts'
import { phpEscapes } from './php-text.ts'
import { prestashop } from './prestashop.ts'
import { templates } from './templates.ts'
import { wordpress } from './wordpress.ts'

/** Every built-in model, in the order in which they are asked. */
export const builtInModels: readonly ModelSet[] = [
  prestashop,
  wordpress,
  magento,
  opencart,
  laravel,
  javaWeb,
  javaSources,
  javaSinks,
  javaCrypto,
  node,
  browser,
  templates,
  {
    language: 'php',
    calls: [...phpEscapes, ...phpSources, ...phpSinks],
    properties: phpAmbient,
    entries: [],
    types: { _wpdb: 'wpdb' },
  },
]
