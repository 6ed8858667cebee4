import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

export const disputes: Area = {
  name: 'disputes',
  question,
  probes,
  routes: () => import('./routes.ts').then((module) => module.routes()),
  command: () => import('./command.ts').then((module) => module.command),
}
