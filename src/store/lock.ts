import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ShopwardenError } from '../core/errors.ts'

/** How long another process may hold the lock. Milliseconds. */
const patienceMs = 10_000

/**
 * Keeps a lock until `release`. It is SQLite's on an empty database of its own: the system lets go of it when a process dies, so
 * that no lock is left behind.
 * @throws SW_STORE_BUSY when another process keeps it longer than `patience` milliseconds
 */
export function holdLock(path: string, patience = patienceMs): { release(): void } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(path, { timeout: patience })
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
  } catch (cause) {
    lock.close()
    throw new ShopwardenError('SW_STORE_BUSY', 'Another process keeps these records locked', {
      where: path,
      fix: 'Wait until it is done, or end it; the records were not changed.',
      cause,
    })
  }
  return {
    release() {
      lock.exec('rollback')
      lock.close()
    },
  }
}

/** Does `work` while no other process does the same under the same path. @throws SW_STORE_BUSY */
export function alone<T>(path: string, work: () => T, patience = patienceMs): T {
  const lock = holdLock(path, patience)
  try {
    return work()
  } finally {
    lock.release()
  }
}
