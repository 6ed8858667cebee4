import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

export const notices: Area = {
  name: 'notices',
  question,
  probes,
  command: () => import('./command.ts').then((module) => module.command),
  routes: () => import('./routes.ts').then((module) => module.routes()),
}
