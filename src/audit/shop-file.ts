import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { ShopwardenError } from '../core/errors.ts'
import { type Shop, shopSchema } from '../core/shop.ts'
import { closest } from './closest.ts'

type Issue = z.core.$ZodIssue

/** Line of a field in the file, counting from 1; the nearest parent that exists where the field itself is missing. */
function lineOf(document: Document, lines: LineCounter, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents
    const key = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key)
      const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined
      if (offset !== undefined) return lines.linePos(offset).line
    }
    const node = document.getIn(path.slice(0, length), true)
    const range = (node as { range?: [number, number, number] } | undefined)?.range
    if (range) return lines.linePos(range[0]).line
  }
  return 1
}

/** Field names that stand at a place of the schema, for "did you mean". */
function knownKeys(path: PropertyKey[]): string[] {
  let schema: unknown = shopSchema
  const unwrap = () => {
    for (;;) {
      const inner = (schema as { def?: { innerType?: unknown; element?: unknown } }).def
      if (inner?.innerType) schema = inner.innerType
      else if (inner?.element) schema = inner.element
      else return
    }
  }
  unwrap()
  for (const key of path) {
    if (typeof key === 'number') continue
    schema = (schema as { shape?: Record<string, unknown> }).shape?.[String(key)]
    if (schema === undefined) return []
    unwrap()
  }
  const { shape, def } = schema as { shape?: object; def?: { keyType?: { options?: string[] } } }
  return Object.keys(shape ?? {}).concat(def?.keyType?.options ?? [])
}

function explain(issue: Issue, document: Document, lines: LineCounter): string {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path)
    return issue.keys
      .map((key) => {
        const guess = closest(key, known)
        return `line ${lineOf(document, lines, [...issue.path, key])}: there is no field "${[...issue.path, key].join('.')}"${guess ? `; did you mean "${guess}"?` : `; known here: ${known.join(', ')}`}`
      })
      .join('\n  ')
  }
  return `line ${lineOf(document, lines, issue.path)}: ${issue.path.join('.') || 'the file'}: ${issue.message}`
}

/** Aliases are refused: nobody needs them here, and nested ones grow without bound. */
function toData(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? {}
  } catch (cause) {
    throw new ShopwardenError('SW_SHOP_YAML', 'YAML aliases (* and &) cannot be used here', {
      where: file,
      fix: 'Write the value out.',
      cause,
    })
  }
}

/** Paths in shop.yaml are relative to the file: makes them absolute. */
function absolute(shop: Shop, base: string): Shop {
  const at = (path: string) => (isAbsolute(path) ? path : resolve(base, path))
  const optional = (path: string | undefined) => (path === undefined ? undefined : at(path))
  return shopSchema.parse({
    ...shop,
    sources: shop.sources.map((source) => ({ ...source, path: at(source.path) })),
    hosts: shop.hosts.map((host) => ({ ...host, root: at(host.root), webRoot: optional(host.webRoot) })),
    remoteHosts: shop.remoteHosts.map((host) => ({
      ...host,
      identity: optional(host.identity),
      knownHosts: optional(host.knownHosts),
    })),
    databases: shop.databases.map((database) => ({ ...database, dump: optional(database.dump) })),
    feeds: Object.fromEntries(Object.entries(shop.feeds).map(([name, path]) => [name, optional(path)])),
    documents: shop.documents.map((document) => ({ ...document, file: at(document.file) })),
    backups: shop.backups.map((backup) => ({ ...backup, path: at(backup.path) })),
    questions: shop.questions.map(at),
  })
}

/**
 * Parses the text of a shop.yaml.
 * @throws SW_SHOP_YAML (not YAML) or SW_SHOP_FIELDS (wrong fields), each with line, field, reason and a suggestion.
 */
export function parseShop(text: string, file: string): Shop {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    throw new ShopwardenError('SW_SHOP_YAML', `This is not valid YAML: ${broken.message.split('\n')[0]}`, {
      where: `${file}:${broken.linePos?.[0].line ?? 1}`,
      fix: 'Check indentation and quotes in that line.',
    })
  }
  const parsed = shopSchema.safeParse(toData(document, file))
  if (!parsed.success) {
    throw new ShopwardenError(
      'SW_SHOP_FIELDS',
      `The description of the shop has mistakes:\n  ${parsed.error.issues.map((issue) => explain(issue, document, lines)).join('\n  ')}\n`,
      {
        where: file,
        fix: 'Correct them and run the same command again; "shopwarden schema shop" prints what is allowed.',
      },
    )
  }
  return absolute(parsed.data, dirname(resolve(file)))
}

/** Reads shop.yaml. @throws SW_SHOP_FILE when it cannot be read, and what `parseShop` throws. */
export function loadShop(file: string): Shop {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ShopwardenError('SW_SHOP_FILE', 'The description of the shop cannot be read', {
      where: file,
      fix: 'Check the path, or run "shopwarden init" to write one.',
      cause,
    })
  }
  return parseShop(text, file)
}
