import { rule } from './rule.ts'

/** What outside fraud services say (minFraud, FraudLabs Pro, Stripe Radar, Sift): they make a decision stricter, never milder. */
export const serviceRules = [
  rule(
    'service/decline',
    'block',
    90,
    'services.advice == "decline"',
    'An outside fraud service advises to refuse the order.',
    { 'services.advice': 'decline' },
    { 'services.advice': 'review' },
  ),
  rule(
    'service/review',
    'review',
    40,
    'services.advice == "review"',
    'An outside fraud service advises to look at the order.',
    { 'services.advice': 'review' },
    { 'services.advice': 'approve' },
  ),
  rule(
    'service/high-score',
    'review',
    40,
    'services.score >= param.service_score and missing(services.advice)',
    'An outside fraud service gives the order a high risk.',
    { 'services.score': 90 },
    { 'services.score': 90, 'services.advice': 'approve' },
  ),
]
