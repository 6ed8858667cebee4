import { rule } from './rule.ts'

/** One device, many customers. */
export const deviceRules = [
  rule(
    'device/customers-day',
    'review',
    45,
    'users_by_device_24h >= param.device_users_day',
    'Several customers ordered on this device within a day.',
    { users_by_device_24h: 2 },
    { users_by_device_24h: 1 },
  ),
  rule(
    'device/customers-month',
    'review',
    35,
    'users_by_device_30d >= param.device_users_month',
    'Several customers ordered on this device within a month.',
    { users_by_device_30d: 3 },
    { users_by_device_30d: 2 },
  ),
  rule(
    'device/graded',
    'score',
    18,
    'users_by_device_90d >= 2',
    'Other customers ordered on this device.',
    { users_by_device_90d: 2 },
    { users_by_device_90d: 1 },
    'ramp(users_by_device_90d, 1, param.device_users_month + 1)',
  ),
  rule(
    'device/devices-of-customer',
    'score',
    12,
    'devices_by_user_24h >= 3',
    'The customer used several devices within a day.',
    { devices_by_user_24h: 3 },
    { devices_by_user_24h: 2 },
  ),
  rule(
    'device/script',
    'challenge',
    20,
    'contains(device.userAgent, "headless") or contains(device.userAgent, "python") or contains(device.userAgent, "curl/")',
    'The order was placed by a script, not by a browser.',
    { 'device.userAgent': 'HeadlessChrome/126' },
    { 'device.userAgent': 'Mozilla/5.0 Firefox/130' },
  ),
]
