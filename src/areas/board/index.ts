import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

/** No fourteenth question: what a board asks beside the thirteen, reported but not scored. */
export const board: Area = { name: 'board', question, probes }
