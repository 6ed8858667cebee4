import type { ModelSet } from '../../../analysis/models.ts'
import { javaClients } from './java-clients.ts'
import { javaCrypto } from './java-crypto.ts'
import { javaData } from './java-data.ts'
import { javaEngines } from './java-engines.ts'
import { javaFrameworks } from './java-frameworks.ts'
import { javaNet } from './java-net.ts'
import { javaSinks } from './java-sinks.ts'
import { javaSources } from './java-sources.ts'
import { javaWeb } from './java-web.ts'
import { browser } from './browser.ts'
import { laravel } from './laravel.ts'
import { magento } from './magento.ts'
import { node } from './node.ts'
import { nodeCrypto } from './node-crypto.ts'
import { nodeData } from './node-data.ts'
import { nodeFrameworks } from './node-frameworks.ts'
import { nodeServices } from './node-services.ts'
import { nodeStreams } from './node-streams.ts'
import { nodeWeb } from './node-web.ts'
import { opencart } from './opencart.ts'
import { phpAmbient, phpSinks, phpSources } from './php-io.ts'
import { phpData } from './php-data.ts'
import { phpFrameworks } from './php-frameworks.ts'
import { phpHooks } from './php-hooks.ts'
import { phpMicro } from './php-micro.ts'
import { phpNet } from './php-net.ts'
import { phpPlatforms } from './php-platforms.ts'
import { phpEscapes } from './php-text.ts'
import { phpShops } from './php-shops.ts'
import { prestashop } from './prestashop.ts'
import { symfony } from './symfony.ts'
import { scriptTemplates, templates } from './templates.ts'
import { wordpress } from './wordpress.ts'

/** Every built-in model, in the order in which they are asked. */
export const builtInModels: readonly ModelSet[] = [
  prestashop,
  phpHooks,
  wordpress,
  magento,
  opencart,
  laravel,
  symfony,
  phpFrameworks,
  phpShops,
  phpMicro,
  phpPlatforms,
  phpData,
  javaFrameworks,
  javaWeb,
  javaSources,
  javaNet,
  javaEngines,
  javaData,
  javaSinks,
  javaClients,
  javaCrypto,
  nodeFrameworks,
  nodeServices,
  nodeStreams,
  nodeWeb,
  nodeCrypto,
  nodeData,
  node,
  browser,
  templates,
  scriptTemplates,
  {
    language: 'php',
    calls: [...phpEscapes, ...phpSources, ...phpSinks, ...phpNet],
    properties: phpAmbient,
    entries: [],
    types: { _wpdb: 'wpdb' },
  },
]
