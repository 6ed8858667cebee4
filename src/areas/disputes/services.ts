import type { AreaService } from '../../core/area.ts'

/** Whom the area talks to, and whose messages it takes. */
export const services: readonly AreaService[] = [
  { name: 'Stripe', about: 'Answers to disputes', keys: ['STRIPE_SECRET_KEY'] },
  { name: 'Stripe webhooks', about: 'Disputes as they come in', keys: ['STRIPE_WEBHOOK_SECRET'] },
  { name: 'Adyen', about: 'Answers to disputes', keys: ['ADYEN_API_KEY', 'ADYEN_MERCHANT_ACCOUNT'] },
  { name: 'Adyen webhooks', about: 'Disputes as they come in', keys: ['ADYEN_HMAC_KEY'] },
  { name: 'PayPal', about: 'Answers to disputes', keys: ['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET'] },
  { name: 'PayPal webhooks', about: 'Disputes as they come in', keys: ['PAYPAL_WEBHOOK_ID'] },
  { name: 'EasyPost', about: 'Where parcels are', keys: ['EASYPOST_API_KEY'] },
  { name: 'EasyPost webhooks', about: 'Deliveries as they happen', keys: ['EASYPOST_WEBHOOK_SECRET'] },
  { name: 'AfterShip', about: 'Where parcels are', keys: ['AFTERSHIP_API_KEY'] },
  { name: 'AfterShip webhooks', about: 'Deliveries as they happen', keys: ['AFTERSHIP_WEBHOOK_SECRET'] },
]
