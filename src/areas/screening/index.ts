import type { Area } from '../../core/area.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'

/** External fraud services: which are used, and one way to ask them. */
export const screening: Area = {
  name: 'screening',
  question,
  probes,
  remotes: () => import('./remote.ts').then((module) => module.remotes),
  routes: () => import('./routes.ts').then((module) => module.routes()),
  services: [
    {
      name: 'minFraud',
      about: 'Risk scores of orders (MaxMind)',
      keys: ['MINFRAUD_ACCOUNT_ID', 'MINFRAUD_LICENSE_KEY'],
    },
    { name: 'FraudLabs Pro', about: 'Risk scores of orders', keys: ['FRAUDLABSPRO_KEY'] },
    { name: 'Sift', about: 'Risk scores of orders and accounts', keys: ['SIFT_API_KEY'] },
    { name: 'Stripe', about: "Radar's scores; answers to disputes", keys: ['STRIPE_SECRET_KEY'] },
  ],
}
