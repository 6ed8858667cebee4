/** The thirteen areas in the order of their questions: question n is `AREAS[n - 1]`. */
export const AREAS = [
  'payment',
  'resilience',
  'pentest',
  'code',
  'platform',
  'patches',
  'fraud',
  'disputes',
  'screening',
  'malware',
  'passwords',
  'leaks',
  'notices',
] as const

export type AreaName = (typeof AREAS)[number]

/** Where evidence may come from: the areas, and the board's own unscored questions (backups, SLAs, regular audits). */
export const ROOMS = [...AREAS, 'board'] as const
export type RoomName = (typeof ROOMS)[number]
