import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

export const passwords: Area = {
  name: 'passwords',
  question,
  probes,
  remotes: () => import('./remote.ts').then((module) => module.remotes),
  routes: () => import('./routes.ts').then((module) => module.routes()),
  passwordJudge: () => import('./policy/judge.ts').then((module) => module.judge),
}
