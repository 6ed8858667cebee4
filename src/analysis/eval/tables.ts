import type { ClassDecl, Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import type { Project } from '../project.ts'
import { textValue, unknownText, type Value } from '../value.ts'
import { once } from '../once.ts'
import { visit } from '../visit.ts'
import { fileSays } from './said.ts'

/** What programs put before the names of their tables. */
const prefix = /prefix/i
const word = /^\w+$/

/** The name of a table behind a prefix, as it is written: `$wpdb->prefix . 'notes'`, `"{$db->prefix}notes"`. */
function tableName(value: Expr): string | undefined {
  if (value.kind !== 'concat') return undefined
  const last = value.parts.at(-1)
  return last?.kind === 'lit' && word.test(String(last.value)) && prefix.test(JSON.stringify(value.parts[0]))
    ? String(last.value)
    : undefined
}

/** Properties of a class that are given a table's name, and nothing else. */
const tablesOf = once((decl: ClassDecl): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  for (const { body } of decl.methods)
    visit(body, (node) => {
      if (node.kind !== 'assign' || node.target.kind !== 'prop' || typeof node.target.name !== 'string') return
      const { object, name } = node.target
      if (object.kind === 'var' && object.name === 'this')
        found.set(name, found.has(name) ? '' : (tableName(node.value) ?? ''))
    })
  return found
})

const withPrefix = (name: string): Value => textValue([...unknownText, name])

/** A property that names a table, with a prefix that is not known: one of WordPress's `$wpdb`, or one that the class itself sets. */
export function tableProperty(machine: Machine, cls: string, name: string): Value | undefined {
  if (cls === 'wpdb') return prefix.test(name) ? undefined : withPrefix(name)
  const info = machine.project.findClass(cls)
  if (!info || !fileSays(machine.project.files[info.file]!, prefix)) return undefined
  const table = tablesOf(info.decl).get(name)
  return table ? withPrefix(table) : undefined
}

/** Bounded: a hostile file has no end of columns. */
const creation = /CREATE TABLE\s([^(;]{1,120})\(((?:[^()]|\([^()]{0,500}\)){0,20000})\)/gi
const notColumn = /^(?:PRIMARY|UNIQUE|KEY|INDEX|CONSTRAINT|FULLTEXT|SPATIAL|FOREIGN|CHECK)\b/i

/** Columns of the tables that the project's own programs create, in their order. */
const createdIn = once((project: Project): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>()
  for (const { source } of project.files)
    if (source.includes('CREATE TABLE') || source.includes('create table'))
      for (const [, name = '', columns = ''] of source.matchAll(creation)) {
        const last = /(\w+)\W*$/.exec(name)?.[1]
        const list = columns.split(/,(?![^(]*\))/).map((item) => item.trim())
        if (last)
          found.set(
            last.toLowerCase(),
            list.filter((item) => !notColumn.test(item)).map((item) => /^\W*(\w+)/.exec(item)?.[1] ?? ''),
          )
      }
  return found
})

/** Columns of a table, in their order, as the project's own programs create it. */
export const columnsOf = (project: Project, table: string): readonly string[] | undefined =>
  createdIn(project).get(table.toLowerCase())
