import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

export const payment: Area = {
  name: 'payment',
  question,
  probes,
  remotes: () => import('./remote.ts').then((module) => module.remotes),
  routes: () => import('./routes.ts').then((module) => module.routes()),
}
