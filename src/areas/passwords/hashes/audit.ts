import type { ShopDatabase } from '../../../connect/database/contract.ts'
import { cheapBcrypt, hashKindOf } from './kinds.ts'

/** Where each platform keeps customers' passwords: table by the end of its name, column. */
const places: readonly { platform: string; table: RegExp; column: string }[] = [
  { platform: 'magento', table: /(?:^|_)customer_entity$/, column: 'password_hash' },
  { platform: 'magento', table: /(?:^|_)admin_user$/, column: 'password' },
  { platform: 'prestashop', table: /(?:^|_)(?:customer|employee)$/, column: 'passwd' },
  { platform: 'wordpress', table: /(?:^|_)users$/, column: 'user_pass' },
  { platform: 'opencart', table: /(?:^|_)(?:customer|user)$/, column: 'password' },
  { platform: 'shopware', table: /^(?:customer|user)$/, column: 'password' },
  { platform: 'sylius', table: /^sylius_(?:shop|admin)_user$/, column: 'password' },
  { platform: 'laravel', table: /^(?:customers|admins|users)$/, column: 'password' },
]

export interface HashCount {
  table: string
  kind: string
  name: string
  worth: 'fit' | 'weak' | 'open'
  why: string
  accounts: number
}

export interface HashAudit {
  accounts: number
  kinds: HashCount[]
  notRead: string[]
}

/** Counts how the passwords of a shop are kept. Each value is looked at and forgotten; none leaves this function. */
export async function auditHashes(database: ShopDatabase, signal?: AbortSignal): Promise<HashAudit> {
  const counts = new Map<string, HashCount>()
  const notRead: string[] = []
  let accounts = 0
  for (const table of await database.tables()) {
    const place = places.find(
      ({ table: name, column }) => name.test(table.name.toLowerCase()) && table.columns.includes(column),
    )
    if (!place) continue
    const index = table.columns.indexOf(place.column)
    try {
      for await (const row of database.rows(table, signal)) {
        const value = row[index] ?? ''
        const kind = hashKindOf(value)
        if (!kind) continue
        accounts++
        const cost = cheapBcrypt(value)
        const id = cost === undefined ? kind.id : `${kind.id}-${cost}`
        const known = counts.get(`${table.name} ${id}`)
        if (known) known.accounts++
        else
          counts.set(`${table.name} ${id}`, {
            table: table.name,
            kind: id,
            name: cost === undefined ? kind.name : `${kind.name} of cost ${cost}`,
            worth: cost === undefined ? kind.worth : 'weak',
            why: cost === undefined ? kind.why : 'Its cost is below 10, so it is tried too fast.',
            accounts: 1,
          })
      }
    } catch (error) {
      signal?.throwIfAborted()
      notRead.push(`${table.name} (${(error as NodeJS.ErrnoException).code ?? 'could not be read'})`)
    }
  }
  return { accounts, kinds: [...counts.values()].sort((a, b) => b.accounts - a.accounts), notRead }
}
