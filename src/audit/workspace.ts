import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Artefact } from '../core/evidence.ts'
import { openStore } from '../store/database.ts'
import type { Store } from '../store/store.ts'
import { writeAtomically } from '../store/files.ts'
import { loadSigner, type Signer } from './keys.ts'

/** Where an installation keeps its database, key, artefacts and guards' records. */
export interface Workspace {
  dir: string
  store: Store
  signer: Signer
  keep(bytes: Uint8Array, mediaType: string): Artefact
  close(): Promise<void>
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
    keep(bytes, mediaType) {
      const sha256 = hash('sha256', bytes, 'hex')
      const folder = join(artefacts, sha256.slice(0, 2))
      const file = join(folder, sha256)
      if (!existsSync(file)) {
        writeAtomically(file, bytes)
      }
      return { sha256, bytes: bytes.byteLength, mediaType }
    },
    close: () => store.close(),
  }
}
