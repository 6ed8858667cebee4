import { ShopwardenError } from '../../core/errors.ts'
import type { ShopDatabase } from './contract.ts'

/** Variable of the environment that holds the password, so that it stands in no command line and no file of ours. */
export const passwordVariable = 'SHOPWARDEN_DB_PASSWORD'

const fix = `Give mysql://user@host:3306/shop, postgresql://user@host/shop or sqlite:/path/shop.db, with the password in ${passwordVariable}. A user who may only read is enough.`

/** Address without user and password, for messages and records. */
export function describeDatabase(address: string): string {
  try {
    const url = new URL(address)
    return url.protocol === 'sqlite:' ? `sqlite:${url.pathname}` : `${url.protocol}//${url.host}${url.pathname}`
  } catch {
    return 'database'
  }
}

/**
 * Opens a shop's database for reading: MySQL, MariaDB, PostgreSQL or SQLite, by its address.
 * @throws SW_DATABASE_ADDRESS where the address cannot be used, SW_DATABASE_OPEN where the server refuses or does not answer
 */
export async function openShopDatabase(address: string, env: NodeJS.ProcessEnv): Promise<ShopDatabase> {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new ShopwardenError('SW_DATABASE_ADDRESS', 'This is no address of a database', { where: 'database', fix })
  }
  if (url.password !== '')
    throw new ShopwardenError(
      'SW_DATABASE_ADDRESS',
      'The address holds a password, which other users of the machine can see',
      {
        where: describeDatabase(address),
        fix: `Leave it out and set ${passwordVariable}.`,
      },
    )
  const password = env[passwordVariable]
  try {
    // Drivers are loaded only where they are used: they cost start-up time.
    if (url.protocol === 'mysql:' || url.protocol === 'mariadb:')
      return await (await import('./mysql.ts')).openMysql(url, password)
    if (url.protocol === 'postgres:' || url.protocol === 'postgresql:')
      return await (await import('./postgresql.ts')).openPostgresql(url, password)
    if (url.protocol === 'sqlite:') return (await import('./sqlite.ts')).openSqlite(decodeURIComponent(url.pathname))
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'no answer'
    throw new ShopwardenError('SW_DATABASE_OPEN', `The database could not be opened (${code})`, {
      where: describeDatabase(address),
      fix: 'Check host, port, user, password and that the server takes connections from here.',
      cause,
    })
  }
  throw new ShopwardenError('SW_DATABASE_ADDRESS', `"${url.protocol}" is no kind of database that can be read`, {
    where: describeDatabase(address),
    fix,
  })
}

/** Opens a database that a shop's description names. Its password is taken from the variable that is named beside it. */
export const openNamedDatabase = (
  { url, passwordEnv }: { url: string; passwordEnv?: string | undefined },
  env: NodeJS.ProcessEnv,
): Promise<ShopDatabase> => openShopDatabase(url, { [passwordVariable]: env[passwordEnv ?? passwordVariable] })
