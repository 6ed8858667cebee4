import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface Journal {
  path: string
  write(entry: Record<string, unknown>): void
  close(): void
}

/** The full log of one rehearsal: one line of JSON an entry, on disk at the end of every scenario at the latest. */
export function openJournal(stateDir: string, name: string, now: () => Date): Journal {
  const folder = join(stateDir, 'tests')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${name}.log.jsonl`)
  const handle = openSync(path, 'a', 0o600)
  return {
    path,
    write(entry) {
      writeSync(handle, `${JSON.stringify({ at: now().toISOString(), ...entry })}\n`)
      if (entry['event'] !== 'sample') fsyncSync(handle)
    },
    close: () => closeSync(handle),
  }
}
