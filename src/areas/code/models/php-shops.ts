import type { CallModel, ModelSet } from '../../../analysis/models.ts'

const ofOsCommerce = ['tep', 'zen', 'xtc', 'olc', 'smn', 'os']
const named = (...names: string[]) => ofOsCommerce.flatMap((prefix) => names.map((name) => `${prefix}_${name}`))
const query = /^\s*(?:select|insert|update|delete|replace|alter|create|drop|truncate|show|set|with|call)\s/i

/** Functions of CS-Cart that take a statement with places: `?i`, `?s`, `?a` … are made safe, `?p` is finished SQL. */
const places = { any: /\?(?:[ilsadufneweokmpg])(?![a-z])/g, raw: /\?p/ }

const csCart: readonly CallModel[] = [
  {
    on: [
      'db_query',
      'db_get_array',
      'db_get_row',
      'db_get_field',
      'db_get_fields',
      'db_get_hash_array',
      'db_get_hash_single_array',
      'db_get_hash_multi_array',
      'db_process',
    ],
    source: 'database',
    places,
    sinks: [{ rule: 'sql-injection', args: [0] }],
  },
  { on: ['db_quote'], from: [0], places },
  { on: ['fn_redirect'], from: [], exits: true },
]

/** Shops of the family of osCommerce (Zen Cart, xt:Commerce, Modified, Gambio), and CS-Cart. */
export const phpShops: ModelSet = {
  language: 'php',
  calls: [
    // Only trims, and takes out the slashes that old versions of PHP put in.
    { on: named('db_prepare_input', 'db_prepare'), from: [0], undoes: ['Slashes', 'SqlText'] },
    { on: named('db_input'), from: [0], escapes: ['SqlText'] },
    { on: named('db_query'), source: 'database', sinks: [{ rule: 'sql-injection', args: [0] }] },
    { on: named('db_perform'), from: [], sinks: [{ rule: 'sql-injection', args: [0, 3] }] },
    { on: named('db_fetch_array'), source: 'database' },
    { on: named('output_string_protected'), from: [0], escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'] },
    { on: named('output_string'), from: [0], escapes: ['DoubleQuote'] },
    { on: named('redirect'), from: [], exits: true, sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    { on: named('href_link'), from: [], clean: true },
    // ADOdb, Zen Cart and others: a statement, told by how it begins from the values of a prepared one.
    { on: ['->execute'], passes: true, sinks: [{ rule: 'sql-injection', args: [0], begins: query }] },
    { on: ['->bindvars'], from: [0] },
    ...csCart,
  ],
  properties: [],
  entries: [],
}
