import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { alone, holdLock } from '../../store/lock.ts'
import { customerIndexes } from './tables.ts'

/*
 * A first list of millions: rows are appended, and what looks them up is made at the end, sorted. Put in one by one, each would
 * touch a random page of three indexes: 10 million took over half an hour that way. The table "loading" says that this is so, and
 * whoever opens the records after a crash finishes first.
 */

const lockOf = (dir: string) => join(dir, 'loading.lock')

const isLoading = (db: Sqlite.Database): boolean =>
  db.prepare("select 1 from sqlite_master where type = 'table' and name = 'loading'").get() !== undefined

/** Of customers named twice the last counts, as if each had been looked up. */
function finish(db: Sqlite.Database, contacts: Sqlite.Database): void {
  db.exec('create index if not exists loading_mac on customers (mac, id)')
  const doubles = db.prepare('select mac, max(id) as last from customers group by mac having count(*) > 1').all() as {
    mac: Buffer
    last: number
  }[]
  const before = db.prepare('delete from customers where mac = ? and id < ? returning id').pluck()
  const contact = contacts.prepare('delete from contacts where customer = ?')
  db.transaction(() =>
    contacts.transaction(() => {
      for (const { mac, last } of doubles) for (const id of before.all(mac, last)) contact.run(id)
    })(),
  )()
  db.exec(`drop index loading_mac; ${customerIndexes}`)
  db.exec('drop table loading')
}

/** Makes the records ready to be looked up, after a load that was cut off too. @throws SW_STORE_BUSY while another process loads */
export function readyToLookUp(dir: string, db: Sqlite.Database, contacts: Sqlite.Database): void {
  if (isLoading(db)) alone(lockOf(dir), () => finish(db, contacts), 500)
  else db.exec(customerIndexes)
}

export interface Load {
  /** Makes the indexes. */
  end(): void
  /** Leaves it as it is, for whoever opens the records next. */
  leave(): void
}

/** Begins a load where nobody is kept yet; undefined where customers must be looked up. */
export function beginLoad(dir: string, db: Sqlite.Database, contacts: Sqlite.Database): Load | undefined {
  if (db.prepare('select 1 from customers limit 1').get() !== undefined) return undefined
  const lock = holdLock(lockOf(dir))
  db.exec(
    'create table loading (since text) strict; drop index customers_mac; drop index customers_lookup; drop index customers_reference',
  )
  return {
    end() {
      finish(db, contacts)
      lock.release()
    },
    leave: () => lock.release(),
  }
}
