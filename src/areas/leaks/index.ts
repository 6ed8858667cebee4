import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

export const leaks: Area = {
  name: 'leaks',
  question,
  probes,
  services: [{ name: 'Have I Been Pwned', about: 'Which leaks hold an address', keys: ['HIBP_API_KEY'] }],
  remotes: () => import('./remote.ts').then((module) => module.remotes),
  routes: () => import('./routes.ts').then((module) => module.routes()),
}
