import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { readHead, readRows } from '../../audit/ledger.ts'
import { loadSigner } from '../../audit/keys.ts'
import { verifyLedger } from '../../audit/verify-ledger.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { VERSION } from '../../core/version.ts'
import { openStore } from '../../store/database.ts'
import { writeAtomically } from '../../store/files.ts'

const manifestName = 'backup.json'
const manifestSchema = z.object({
  format: z.literal('shopwarden-backup/1'),
  version: z.string(),
  at: z.iso.datetime(),
  /** SHA-256 of every file, by its path in the backup. */
  files: z.record(z.string(), z.string()),
})

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

function* filesBelow(dir: string): Generator<string> {
  for (const name of readdirSync(dir).sort()) {
    const path = join(dir, name)
    if (statSync(path).isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

/** Databases are copied by SQLite itself, which gives one moment of them while others write; their side files never. */
const isDatabase = (name: string) => name.endsWith('.db')
const isSideFile = (name: string) => /\.db-(wal|shm|journal)$|\.tmp$|\.part$/.test(name)

async function copyTree(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(from)) {
    const source = join(from, name)
    const target = join(to, name)
    if (statSync(source).isDirectory()) await copyTree(source, target)
    else if (isDatabase(name)) {
      const database = new Sqlite(source, { readonly: true })
      try {
        await database.backup(target)
      } finally {
        database.close()
      }
    } else if (!isSideFile(name)) cpSync(source, target)
  }
}

export interface BackupReport {
  dir: string
  files: number
  bytes: number
  ledgers: number
}

/**
 * Copies a workspace while it is used, and proves the copy: its database opens, and every ledger in it verifies.
 * Databases come first, files after: a file that a row names is there. PostgreSQL is backed up with pg_dump, beside this.
 * @throws SW_BACKUP_EXISTS, SW_BACKUP_BROKEN
 */
export async function backUp(workspace: string, target: string, now: Date): Promise<BackupReport> {
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new ShopwardenError('SW_BACKUP_EXISTS', 'The folder for the backup is not empty', {
      where: target,
      fix: 'Name a new one.',
    })
  const part = `${target}.part`
  rmSync(part, { recursive: true, force: true })
  await copyTree(workspace, part)
  const files = Object.fromEntries([...filesBelow(part)].map((path) => [relative(part, path), sha256(path)]))
  writeAtomically(
    join(part, manifestName),
    JSON.stringify({ format: 'shopwarden-backup/1', version: VERSION, at: now.toISOString(), files }, null, 2),
  )
  rmSync(target, { recursive: true, force: true })
  renameSync(part, target)
  return verifyBackup(target)
}

/** Checks every file of a backup against its manifest, and every ledger in it. @throws SW_BACKUP_BROKEN with the first fault */
export async function verifyBackup(dir: string): Promise<BackupReport> {
  const broken = (what: string, where: string) =>
    new ShopwardenError('SW_BACKUP_BROKEN', `The backup is damaged: ${what}`, {
      where,
      fix: 'Use an older one, and make a new one now.',
    })
  const manifestPath = join(dir, manifestName)
  if (!existsSync(manifestPath)) throw broken('it has no manifest', manifestPath)
  const manifest = manifestSchema.safeParse(JSON.parse(readFileSync(manifestPath, 'utf8')))
  if (!manifest.success) throw broken('its manifest cannot be read', manifestPath)
  let bytes = 0
  for (const [name, expected] of Object.entries(manifest.data.files)) {
    const path = join(dir, name)
    if (!existsSync(path)) throw broken('a file is missing', path)
    if (sha256(path) !== expected) throw broken('a file has changed', path)
    bytes += statSync(path).size
  }
  const ledgers = await verifyLedgers(dir, broken)
  return { dir, files: Object.keys(manifest.data.files).length, bytes, ledgers }
}

async function verifyLedgers(dir: string, broken: (what: string, where: string) => ShopwardenError): Promise<number> {
  const path = join(dir, 'shopwarden.db')
  if (!existsSync(path)) return 0
  // Opened as a copy: looking at a backup must not change it.
  const copy = join(dir, `.verify-${process.pid}.db`)
  cpSync(path, copy)
  const store = await openStore(copy)
  try {
    const { publicKey } = loadSigner(join(dir, 'keys', 'signing.pem'))
    const shops = await store.db.selectFrom('ledger_head').select('shop').execute()
    for (const { shop } of shops) {
      const { faults } = await verifyLedger(readRows(store, shop), await readHead(store, shop), publicKey)
      if (faults[0] !== undefined) throw broken(`ledger of ${shop}: ${faults[0].detail}`, path)
    }
    return shops.length
  } finally {
    await store.close()
    for (const end of ['', '-wal', '-shm']) rmSync(`${copy}${end}`, { force: true })
  }
}

/** Puts a backup in the place of a workspace; what was there is set aside, not deleted. The server must not run. */
export async function restore(
  backup: string,
  workspace: string,
  now: Date,
): Promise<{ report: BackupReport; setAside: string | undefined }> {
  const report = await verifyBackup(backup)
  const setAside = existsSync(workspace) ? `${workspace}.before-${now.toISOString().replace(/[:.]/g, '-')}` : undefined
  const part = `${workspace}.part`
  rmSync(part, { recursive: true, force: true })
  cpSync(backup, part, { recursive: true })
  rmSync(join(part, manifestName))
  if (setAside !== undefined) renameSync(workspace, setAside)
  renameSync(part, workspace)
  return { report, setAside }
}
