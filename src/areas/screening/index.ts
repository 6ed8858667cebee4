import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

/** External fraud services: which are used, and one way to ask them. */
export const screening: Area = {
  name: 'screening',
  question,
  probes,
  remotes: () => import('./remote.ts').then((module) => module.remotes),
  command: () => import('./command.ts').then((module) => module.command),
}
