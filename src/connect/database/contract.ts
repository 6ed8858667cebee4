/** A table with its columns, in the database's order. */
export interface TableInfo {
  name: string
  columns: readonly string[]
}

/** Code that the database runs by itself. */
export interface StoredObject {
  /** trigger, procedure, function, event or view */
  kind: string
  name: string
  text: string
}

/** One row as texts, in the order of the columns; NULL is an empty text, binary data is read as latin1. */
export type RowTexts = readonly string[]

/** A shop's database, open for reading only. */
export interface ShopDatabase {
  readonly dialect: 'mysql' | 'postgresql' | 'sqlite'
  tables(): Promise<TableInfo[]>
  /** Streams the rows of a table, only the columns that it names; memory stays with a few hundred of them. */
  rows(table: TableInfo, signal?: AbortSignal): AsyncIterable<RowTexts>
  objects(): Promise<StoredObject[]>
  /** Kinds of stored code that this account is not shown, so that their absence proves nothing, each with what to do. */
  unseen(): Promise<string[]>
  close(): Promise<void>
}

/** The columns of a SELECT; a table may have none. */
export const columnList = ({ columns }: TableInfo, quote: (name: string) => string): string =>
  columns.length === 0 ? '*' : columns.map(quote).join(', ')

/** Any value of a driver as text. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean | bigint)
}
