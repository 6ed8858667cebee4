import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { services } from './services.ts'
import { question } from './question.ts'

export const disputes: Area = {
  name: 'disputes',
  question,
  probes,
  services,
  remotes: () => import('./remote.ts').then((module) => module.remotes),
  routes: () => import('./routes.ts').then((module) => module.routes()),
}
