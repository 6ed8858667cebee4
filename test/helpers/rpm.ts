import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** A header as rpm's database keeps it: strings are of type 6, numbers of type 4. */
export function rpmHeader(fields: Record<number, string | number>): Buffer {
  const entries: Buffer[] = []
  const parts: Buffer[] = []
  let size = 0
  for (const [tag, value] of Object.entries(fields)) {
    const data = typeof value === 'string' ? Buffer.from(`${value}\0`) : Buffer.alloc(4)
    if (typeof value === 'number') data.writeUInt32BE(value)
    const entry = Buffer.alloc(16)
    entry.writeUInt32BE(Number(tag), 0)
    entry.writeUInt32BE(typeof value === 'string' ? 6 : 4, 4)
    entry.writeUInt32BE(size, 8)
    entry.writeUInt32BE(1, 12)
    entries.push(entry)
    parts.push(data)
    size += data.length
  }
  const head = Buffer.alloc(8)
  head.writeUInt32BE(entries.length, 0)
  head.writeUInt32BE(size, 4)
  return Buffer.concat([head, ...entries, ...parts])
}

/** rpm's SQLite database (rpm 4.16 and newer) with these headers, below a root. */
export function writeRpmDatabase(root: string, headers: readonly Buffer[]): void {
  mkdirSync(join(root, 'var/lib/rpm'), { recursive: true })
  const database = new Database(join(root, 'var/lib/rpm/rpmdb.sqlite'))
  database.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL)')
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)')
  database.transaction(() => headers.forEach((blob) => insert.run(blob)))()
  database.close()
}
