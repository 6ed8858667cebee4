import { rule } from './rule.ts'

/** Refunds taken as a trade. */
export const refundRules = [
  rule(
    'refund-abuse/month',
    'review',
    35,
    'refunds_by_user_30d >= param.refunds_month',
    'This customer asked for several refunds within a month.',
    { refunds_by_user_30d: 3 },
    { refunds_by_user_30d: 2 },
  ),
  rule(
    'refund-abuse/quarter',
    'review',
    35,
    'refunds_by_user_90d >= param.refunds_quarter',
    'This customer asked for many refunds within three months.',
    { refunds_by_user_90d: 5 },
    { refunds_by_user_90d: 4 },
  ),
  rule(
    'refund-abuse/share',
    'review',
    30,
    'refunds_by_user_90d >= 2 and unconverted_by_user_90d == 0 and refunded_by_user_90d >= amount_by_user_90d * 70%',
    'Most of what this customer bought was refunded.',
    { refunds_by_user_90d: 2, unconverted_by_user_90d: 0, refunded_by_user_90d: 80, amount_by_user_90d: 100 },
    { refunds_by_user_90d: 2, unconverted_by_user_90d: 1, refunded_by_user_90d: 80, amount_by_user_90d: 100 },
  ),
  rule(
    'refund-abuse/reason-reused',
    'score',
    20,
    'reuse.reason >= param.text_users_month and reuse.reason <= 20',
    'Several customers gave nearly the same long reason for a refund. (What more than twenty give is taken to be an answer of your form.)',
    { 'reuse.reason': 3 },
    { 'reuse.reason': 40 },
  ),
  rule(
    'refund-abuse/address',
    'review',
    30,
    'refunds_by_address_90d >= param.refunds_quarter',
    'Many refunds for parcels to one address.',
    { refunds_by_address_90d: 5 },
    { refunds_by_address_90d: 4 },
  ),
  rule(
    'refund-abuse/device',
    'review',
    28,
    'refunds_by_device_90d >= param.refunds_month and users_by_device_90d >= 2',
    'Refunds for several accounts on one device.',
    { refunds_by_device_90d: 3, users_by_device_90d: 2 },
    { refunds_by_device_90d: 3, users_by_device_90d: 1 },
  ),
]
