import type { Severity } from '../../../core/severity.ts'

/** Something that changed on the payment page and that somebody must look at now. */
export interface Alert {
  rule: string
  severity: Severity
  title: string
  detail: string
}

/** A change that is on record but needs nobody: a new version with the same abilities, a rotated token. */
export interface Notice {
  what: string
}
