import { realpathSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { ShopwardenError } from '../../core/errors.ts'
import { type Shop, shopSchema } from '../../core/shop.ts'
import { tokenVariable } from '../../connect/admin-api/read.ts'
import { passwordVariable } from '../../connect/database/open.ts'
import { namesPrivateAddress } from '../../net/addresses.ts'
import { shopDir } from './records.ts'
import { uploadPath } from './uploads.ts'

export interface Limits {
  /** Workspace of the installation. */
  dir: string
  roots: readonly string[]
  allowPrivate: boolean
}

const inside = (root: string, path: string) => {
  const way = relative(root, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** A path of a description as a place on this machine: an upload of the shop, or a folder inside the client's roots. */
function place(path: string, field: string, shop: string, limits: Limits): string {
  if (path.startsWith('upload:')) return uploadPath(shopDir(limits, shop), path.slice('upload:'.length))
  const refuse = (message: string, fix: string) => new ShopwardenError('SW_SERVER_PATH', message, { where: field, fix })
  if (!isAbsolute(path)) throw refuse('A path must be absolute', 'Write it from / on, e.g. /var/www/shop.')
  const target = real(path)
  // Links are followed first: what counts is where a path leads. The server's own records stay out of reach in any case.
  if (inside(real(limits.dir), target) || !limits.roots.some((root) => inside(real(root), target)))
    throw refuse(
      'This folder may not be looked at',
      'Upload the file, or ask whoever runs the server to allow the folder.',
    )
  return target
}

/**
 * A running database: only for clients who may name private addresses, since whoever names a server decides who gets the password;
 * and only with a password that was set for databases, not with any secret of this process.
 */
function connection(passwordEnv: string | undefined, field: string, limits: Limits): void {
  const refuse = (message: string, fix: string) =>
    new ShopwardenError('SW_SERVER_PRIVATE', message, { where: field, fix })
  if (passwordEnv !== undefined && !passwordEnv.startsWith(passwordVariable))
    throw refuse(
      `Only variables that begin with ${passwordVariable} may be used`,
      'Ask whoever runs the server to set one.',
    )
  if (!limits.allowPrivate)
    throw refuse(
      'A running database may not be read for this client',
      'Upload a dump, or ask whoever runs the server to allow private addresses for this client.',
    )
}

/**
 * APIs of the platform: as databases. Whoever names the address decides who gets the token, and only what was set as such a token may
 * be sent anywhere.
 */
function adminApis(shop: Shop, limits: Limits): void {
  for (const [index, { tokenEnv }] of shop.adminApis.entries()) {
    const where = `adminApis.${index}`
    if (!tokenEnv.startsWith(tokenVariable))
      throw new ShopwardenError('SW_SERVER_PRIVATE', `Only variables that begin with ${tokenVariable} may be used`, {
        where: `${where}.tokenEnv`,
        fix: 'Ask whoever runs the server to set one.',
      })
    if (!limits.allowPrivate)
      throw new ShopwardenError('SW_SERVER_PRIVATE', "The platform's API may not be asked for this client", {
        where,
        fix: 'Run "shopwarden platform identify URL --api KIND" yourself, or ask whoever runs the server to allow private addresses for this client.',
      })
  }
}

/** Servers over SSH: the keys are those of whoever runs the server, so only clients whom they trust with their own network. */
function remoteHosts(shop: Shop, limits: Limits): void {
  if (shop.remoteHosts.length === 0 || limits.allowPrivate) return
  throw new ShopwardenError('SW_SERVER_PRIVATE', 'Servers may not be read over SSH for this client', {
    where: 'remoteHosts',
    fix: 'Run "shopwarden patches report --ssh" yourself, or ask whoever runs the server to allow private addresses for this client.',
  })
}

/** A shop's description with every path checked and made a place. @throws SW_SERVER_PATH, SW_SERVER_PRIVATE, SW_SERVER_UPLOAD */
export function withinLimits(shop: Shop, id: string, limits: Limits): Shop {
  const at = (path: string, field: string) => place(path, field, id, limits)
  const optional = (path: string | undefined, field: string) => (path === undefined ? undefined : at(path, field))
  const hosts = Object.entries(shop.urls).map(
    ([name, url]) => [name, url === undefined ? '' : new URL(url).hostname] as const,
  )
  const privateHost = hosts.find(([, host]) => host !== '' && namesPrivateAddress(host))
  if (!limits.allowPrivate && (shop.allowPrivateAddresses || privateHost !== undefined))
    throw new ShopwardenError('SW_SERVER_PRIVATE', 'Private addresses may not be audited for this client', {
      where: privateHost ? `urls.${privateHost[0]}` : 'allowPrivateAddresses',
      fix: 'Ask whoever runs the server to allow private addresses for this client.',
    })
  remoteHosts(shop, limits)
  adminApis(shop, limits)
  const databaseUrl = ({ url = '', passwordEnv }: Shop['databases'][number], index: number) => {
    const field = `databases.${index}.url`
    connection(passwordEnv, field, limits)
    return url.startsWith('sqlite:') ? `sqlite:${at(decodeURIComponent(url.slice('sqlite:'.length)), field)}` : url
  }
  return shopSchema.parse({
    ...shop,
    allowPrivateAddresses: shop.allowPrivateAddresses || (limits.allowPrivate && privateHost !== undefined),
    sources: shop.sources.map((source, index) => ({ ...source, path: at(source.path, `sources.${index}.path`) })),
    hosts: shop.hosts.map((host, index) => ({
      ...host,
      root: at(host.root, `hosts.${index}.root`),
      webRoot: optional(host.webRoot, `hosts.${index}.webRoot`),
    })),
    remoteHosts: shop.remoteHosts.map((host, index) => ({
      ...host,
      identity: optional(host.identity, `remoteHosts.${index}.identity`),
      knownHosts: optional(host.knownHosts, `remoteHosts.${index}.knownHosts`),
    })),
    databases: shop.databases.map((database, index) => ({
      ...database,
      url: database.url === undefined ? undefined : databaseUrl(database, index),
      dump: optional(database.dump, `databases.${index}.dump`),
    })),
    feeds: Object.fromEntries(
      Object.entries(shop.feeds).map(([name, path]) => [name, optional(path, `feeds.${name}`)]),
    ),
    documents: shop.documents.map((item, index) => ({ ...item, file: at(item.file, `documents.${index}.file`) })),
    backups: shop.backups.map((backup, index) => ({ ...backup, path: at(backup.path, `backups.${index}.path`) })),
    questions: shop.questions.map((path, index) => at(path, `questions.${index}`)),
  })
}

/** Where a description points outside what its client may have looked at. */
export const checkLimits = (shop: Shop, id: string, limits: Limits): void => void withinLimits(shop, id, limits)
