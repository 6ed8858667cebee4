import type { Severity } from '../api/types.ts'

/** From the worst down. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']
