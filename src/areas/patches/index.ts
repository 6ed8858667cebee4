import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

export const patches: Area = {
  name: 'patches',
  question,
  probes,
  remotes: () => import('./remote.ts').then((module) => module.remotes),
}
