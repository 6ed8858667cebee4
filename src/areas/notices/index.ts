import type { Area } from '../../core/area.ts'
import { question } from './question.ts'

export const notices: Area = { name: 'notices', question, probes: [] }
