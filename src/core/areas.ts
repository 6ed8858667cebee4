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
