import { hash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Artefact } from '../core/evidence.ts'
import { openStore } from '../store/database.ts'
import type { Store } from '../store/store.ts'
import { loadSigner, type Signer } from './keys.ts'

/** Where an installation keeps its database, key, artefacts and guards' records. */
export interface Workspace {
  dir: string
  store: Store
  signer: Signer
  /** Folder of one shop's records. */
  shopDir(shop: string): string
  keep(bytes: Uint8Array, mediaType: string): Artefact
  close(): Promise<void>
}

/** A file name for a shop: readable, and different for different names. */
function folderName(shop: string): string {
  const readable = shop
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  return `${readable || 'shop'}-${hash('sha256', shop, 'hex').slice(0, 8)}`
}

/** Writes a file whole or not at all: a crash or a full disk leaves no half of it behind. */
export function writeWhole(file: string, content: string | Uint8Array, mode = 0o600): void {
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, content, { mode })
  renameSync(temporary, file)
}

/** Opens (and on first use makes) the workspace. @throws SW_STORE_* and SW_AUDIT_KEY */
export async function openWorkspace(dir: string, databaseUrl: string | undefined): Promise<Workspace> {
  const store = await openStore(databaseUrl ?? join(dir, 'shopwarden.db'))
  const signer = loadSigner(join(dir, 'keys', 'signing.pem'))
  const artefacts = join(dir, 'artefacts')
  return {
    dir,
    store,
    signer,
    shopDir(shop) {
      const path = join(dir, 'shops', folderName(shop))
      mkdirSync(path, { recursive: true, mode: 0o700 })
      return path
    },
    keep(bytes, mediaType) {
      const sha256 = hash('sha256', bytes, 'hex')
      const folder = join(artefacts, sha256.slice(0, 2))
      const file = join(folder, sha256)
      if (!existsSync(file)) {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeWhole(file, bytes)
      }
      return { sha256, bytes: bytes.byteLength, mediaType }
    },
    close: () => store.close(),
  }
}
