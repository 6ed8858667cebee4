import { ShopwardenError } from '../core/errors.ts'

/** Faults of the machine that any command can meet, by the code that Node or SQLite gives them. */
const known: Readonly<Record<string, [code: `SW_CLI_${Uppercase<string>}`, message: string, fix: string]>> = {
  ENOSPC: [
    'SW_CLI_DISK_FULL',
    'The disk is full',
    'Free some space and run the command again; what was filed before is intact.',
  ],
  SQLITE_FULL: [
    'SW_CLI_DISK_FULL',
    'The disk is full',
    'Free some space and run the command again; what was filed before is intact.',
  ],
  EDQUOT: [
    'SW_CLI_DISK_FULL',
    'The disk quota is used up',
    'Free some space and run the command again; what was filed before is intact.',
  ],
  EROFS: ['SW_CLI_READ_ONLY', 'The disk cannot be written to', 'Choose another folder with --out or SHOPWARDEN_DIR.'],
  EACCES: [
    'SW_CLI_PERMISSION',
    'A file or folder may not be used',
    'Check its owner and permissions, or choose another folder with --out or SHOPWARDEN_DIR.',
  ],
  EPERM: [
    'SW_CLI_PERMISSION',
    'A file or folder may not be used',
    'Check its owner and permissions, or choose another folder with --out or SHOPWARDEN_DIR.',
  ],
  ENOENT: ['SW_CLI_NO_FILE', 'There is no such file or folder', 'Check the path.'],
  ENOTDIR: ['SW_CLI_NO_FILE', 'A part of the path is a file, not a folder', 'Check the path.'],
  EISDIR: ['SW_CLI_NO_FILE', 'A file is wanted, and this is a folder', 'Check the path.'],
  EMFILE: ['SW_CLI_OPEN_FILES', 'Too many files are open', 'Raise the limit (ulimit -n) and run the command again.'],
  SQLITE_READONLY: ['SW_CLI_READ_ONLY', 'The database cannot be written to', 'Check its owner and permissions.'],
  SQLITE_CORRUPT: ['SW_CLI_DATABASE', 'The database is damaged', 'Restore it from a backup; keep the damaged file.'],
  SQLITE_NOTADB: [
    'SW_CLI_DATABASE',
    'The database file is no database',
    'Restore it from a backup; keep the damaged file.',
  ],
  SQLITE_BUSY: [
    'SW_CLI_DATABASE_BUSY',
    'Another process holds the database',
    'Wait until it is done and run the command again.',
  ],
}

/** An error of the machine as one of ours; undefined where it is not a known one. */
export function asSystemError(error: unknown): ShopwardenError | undefined {
  const { code, path } = (error ?? {}) as { code?: unknown; path?: unknown }
  if (typeof code !== 'string') return undefined
  const entry = known[code] ?? (code.startsWith('SQLITE_IOERR') ? known['ENOSPC'] : undefined)
  if (entry === undefined) return undefined
  return new ShopwardenError(entry[0], entry[1], {
    fix: entry[2],
    cause: error,
    ...(typeof path === 'string' && { where: path }),
  })
}
