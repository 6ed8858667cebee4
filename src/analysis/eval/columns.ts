import { writtenBefore } from '../context/exposure.ts'
import { escapes } from '../escapes.ts'
import type { Call, Machine } from '../machine.ts'
import { withoutEscapes } from '../map-taints.ts'
import { opaque, type Part, type Taint, type Text, textTaints, unknown, Value, valueTaints } from '../value.ts'
import { keysOf } from './cookies.ts'
import { columnsOf } from './tables.ts'

/** In the class of a statement or its rows: what was asked, on one line. */
const statementOf = 'statement '
/** Stands for foreign data, and for a value of the shop's own, in the text of a statement. */
const foreignMark = '\u0001'
const ownMark = '\u0002'
/** In the label of data of the database: the table that it came from, and the columns of a row without names. */
const fromTable = /, table (\w+)(?: \(([\w, ]+)\))?(?:\[.*)?$/
/** Rows whose columns may be read by their place. */
const byPlace = /fetch(?:_?row|_?array|_?num|all|_all)?$/
const longest = 2000

const store = (table: string) => `table ${table.toLowerCase()}`

/** A text on one line, each foreign hole as a mark; a prefix of a table's name leaves none. */
function flat(text: Text, holes: (readonly Taint[])[]): string {
  let line = ''
  const add = (part: Part): void => {
    if (typeof part === 'string') line += part
    else if ('options' in part) part.options[0]?.forEach(add)
    else if (part.taints.length > 0) {
      holes.push(part.taints)
      line += foreignMark
    } else if (!/(?:FROM|INTO|UPDATE|JOIN)\s+[`"]?$/i.test(line)) line += ownMark
  }
  text.forEach(add)
  return line.slice(0, longest).replace(/\s+/g, ' ').trim()
}

const tableIn = (sql: string) =>
  /\b(?:FROM|INTO|UPDATE)\s+[`"]?(?:\w+[`"]?\.[`"]?)?(?!(?:WHERE|SET|VALUES|ORDER|GROUP|LIMIT|LEFT|INNER|JOIN|AS)\b)(\w+)/i.exec(
    sql,
  )?.[1]

/** Columns that a statement writes, in the order of its marks: placeholders, and data written into the text. */
function written(sql: string, all: readonly string[] = []): { column: string; mark: string }[] {
  const set = /^(?:UPDATE|(?:INSERT|REPLACE)(?: \w+)*? INTO) .*? SET (.*?)(?: WHERE | ON DUPLICATE |$)/i.exec(sql)?.[1]
  if (set !== undefined)
    return [...set.matchAll(/[`"]?(\w+)[`"]?\s*=\s*['"]?(\?|:\w+|\u0001)/g)].map(([, column = '', mark = '']) => ({
      column,
      mark,
    }))
  const [, listed, values] = /^(?:INSERT|REPLACE) .*?INTO [^(]*(?:\(([^()]*)\) )?VALUES ?\((.*)\)/i.exec(sql) ?? []
  if (values === undefined) return []
  const given = values.split(/,(?![^(]*\))/).map((item) => item.trim().replace(/^['"]|['"]$/g, ''))
  return (listed?.split(',') ?? all).flatMap((name, index) => {
    const mark = given[index] ?? ''
    return mark === '?' || mark === foreignMark || /^:\w+$/.test(mark)
      ? [{ column: name.replace(/[`"\s]/g, ''), mark }]
      : []
  })
}

/** Notes foreign data written into a column: a database gives back what was escaped for it as it was before. */
function keepColumn(machine: Machine, table: string, column: string, value: Value): void {
  if (valueTaints(value).every(({ kind, unsure }) => kind !== 'request' || unsure)) return
  const plain = withoutEscapes(opaque(valueTaints(value)), escapes('SqlText', 'Slashes', 'SqlName', 'OneLine'))
  machine.writeStaticField(store(table), column, plain)
  machine.writeStaticField(store(table), anyColumn, plain)
}

/** A row given as an array of columns: `insert('table', ['column' => $value])`. */
export function keepRow(machine: Machine, table: Value | undefined, row: Value | undefined): void {
  const name = table && flat(table.text, []).replaceAll(ownMark, '')
  if (name && /^\w+$/.test(name) && row)
    for (const [column, value] of keysOf(machine, row) ?? []) keepColumn(machine, name, column, value)
}

const anyColumn = '* of a row'

/** Rows of a table into which visitors were seen to write. */
export function rowSource(machine: Machine, table: string, name: string, at: number): Value | undefined {
  return valueTaints(machine.readStaticField(store(table), anyColumn, at)).length > 0
    ? machine.source('database', `${name}(), table ${table}`, at)
    : undefined
}

/** A statement that writes foreign data which stands in its text. */
export function keepWritten(machine: Machine, text: Text): void {
  if (textTaints(text).length === 0 || !/^\s*(?:INSERT|UPDATE|REPLACE)\b/i.test(String(text[0]))) return
  const holes: (readonly Taint[])[] = []
  const sql = flat(text, holes)
  const table = tableIn(sql)
  if (table === undefined) return
  let next = 0
  const byMark = written(sql, columnsOf(machine.project, table)).filter(({ mark }) => mark === foreignMark)
  for (const { column } of byMark) keepColumn(machine, table, column, opaque(holes[next++] ?? []))
}

/** What a call with a statement gives: placeholders to fill, or rows to fetch. */
export function statement(sql: Value | undefined): Value | undefined {
  if (!sql || !/^\s*(?:SELECT|INSERT|UPDATE|REPLACE)\b/i.test(String(sql.text[0]))) return undefined
  const line = flat(sql.text, []).replace(/[.\\]/g, ' ')
  return new Value(undefined, unknown.text, null, { id: 0, cls: statementOf + line })
}

const sqlOf = (value: Value | null | undefined) => {
  const cls = value?.object?.cls
  return cls?.startsWith(statementOf) ? cls.slice(statementOf.length) : undefined
}

/** `$query->rows` and `$query->row` of what a statement gave. */
export function rowsOf(machine: Machine, object: Value, name: string, at: number): Value | undefined {
  const sql = sqlOf(object)
  const table = sql === undefined ? undefined : tableIn(sql)
  return table === undefined ? undefined : machine.source('database', `${name}(), table ${table}`, at)
}

/** `execute`, `bindValue` and `fetch…` on a prepared statement. */
export function onStatement(machine: Machine, call: Call): Value | undefined {
  const sql = sqlOf(call.receiver)
  if (sql === undefined) return undefined
  const table = tableIn(sql)
  if (call.name === 'fetchcolumn' && table) {
    const read = machine.source('database', `${call.name}(), table ${table}`, call.at)
    const column = columnsRead(sql)?.[Number(call.args[0]?.constant ?? 0)]
    const held = column && columnTaints(machine, textTaints(read.text)[0]!, column, call.at)
    return held ? opaque(held) : read
  }
  if (call.name.startsWith('fetch') || call.name.startsWith('getresult') || call.name.startsWith('getrow'))
    return machine.source('database', `${call.name}()${table ? `, table ${table}` : ''}`, call.at)
  if (call.name === 'get_result') return call.receiver!
  if (table === undefined || !/^(?:execute|bind)/.test(call.name)) return undefined
  const marks = written(sql)
  const placeholders = marks.filter(({ mark }) => mark === '?')
  const put = (key: string, value: Value): void => {
    const named = marks.find(({ mark }) => mark === key || mark === `:${key}`)
    const column = named?.column ?? (/^\d+$/.test(key) ? placeholders[Number(key)]?.column : undefined)
    if (column !== undefined) keepColumn(machine, table, column, value)
  }
  const [first, second] = call.args
  if (call.name === 'execute') for (const [key, value] of (first && keysOf(machine, first)) ?? []) put(key, value)
  else if (call.name === 'bind_param') call.args.slice(1).forEach((value, index) => put(String(index), value))
  else if (first?.constant !== undefined && second)
    put(typeof first.constant === 'number' ? String(first.constant - 1) : String(first.constant), second)
  return undefined
}

/** The table that a call reads, as its statement says, for the label of what it gives. */
export function tableRead(call: Call): string {
  const [first] = call.args
  const sql = sqlOf(call.receiver) ?? sqlOf(first) ?? sqlOf(call.args[1]) ?? (first ? flat(first.text, []) : '')
  const table = /^\s*SELECT\b/i.test(sql) ? tableIn(sql) : undefined
  if (table === undefined) return first ? readBefore(first) : ''
  const columns = byPlace.test(call.name) ? columnsRead(sql) : undefined
  return `, table ${table}${columns ? ` (${columns.join(', ')})` : ''}`
}

/** Calls that give the one column of a statement. */
const oneColumn = /^(?:get_?(?:var|col|value|one)|fetch_?(?:one|column))$/

/** What visitors write into the one column that a call gives. */
export function singleColumn(machine: Machine, call: Call, read: Value): Value {
  const columns = oneColumn.test(call.name) ? columnsRead(flat((call.args[0] ?? unknown).text, [])) : undefined
  const [taint] = textTaints(read.text)
  const held = columns?.length === 1 && taint ? columnTaints(machine, taint, columns[0]!, call.at) : undefined
  return held ? opaque(held) : read
}

/** The table that a result was read from, where it is fetched from. */
function readBefore({ text }: Value): string {
  for (const { kind, label } of textTaints(text)) {
    const [, table] = (kind === 'database' ? fromTable.exec(label) : null) ?? []
    if (table !== undefined) return `, table ${table}`
  }
  return ''
}

/** Names of the columns that a statement reads, in their order; undefined where one of them is no plain name. */
function columnsRead(sql: string): string[] | undefined {
  const list = /^\s*SELECT\s+(?:DISTINCT\s+)?(.*?)\s+FROM\b/i.exec(sql)?.[1]?.split(',')
  const names = list?.map((item) => /^\s*[`"]?(?:\w+[`"]?[. ][`"]?)?(\w+)[`"]?\s*$/.exec(item)?.[1] ?? '')
  return names?.includes('') ? undefined : names
}

/** Data of the database read out of a row by the name of its column: what visitors write there, where the project shows that. */
export function columnTaints(machine: Machine, taint: Taint, column: string, at: number): readonly Taint[] | undefined {
  const [, table, columns] = (taint.kind === 'database' ? fromTable.exec(taint.label) : null) ?? []
  if (table === undefined) return undefined
  const name = /^\d+$/.test(column) ? columns?.split(', ')[Number(column)] : column
  if (name === undefined) return undefined
  const value = machine.readStaticField(store(table), name, at)
  const held = valueTaints(value)
  if (held.length === 0) return undefined
  return valueTaints(
    machine.trace(opaque(held), at, `${writtenBefore} column ${name} of table ${table}, and is read back`),
  ).map((item) => ({ ...item, kind: 'stored' }))
}
