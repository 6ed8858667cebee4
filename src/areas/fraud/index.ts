import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

/** Suspicious activity: velocity, cards, addresses, recipients, own rules, cases. */
export const fraud: Area = {
  name: 'fraud',
  question,
  probes,
  remotes: () => import('./remote.ts').then((module) => module.remotes),
  routes: () => import('./routes.ts').then((module) => module.routes()),
}
