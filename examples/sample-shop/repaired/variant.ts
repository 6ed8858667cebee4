import { randomBytes } from 'node:crypto'
import type { Variant } from '../contract.ts'
import { rates } from '../money.ts'
import { account, changeEmail, login, register } from './account.ts'
import { go, product, review, search } from './catalogue.ts'
import { buyGiftCard, currency, forgotten, order, refund, success, useGiftCard } from './money.ts'
import { addToCart, adminOrders, callback, coupon } from './orders.ts'

/** The same shop with every flaw of ../truth.json mended. */
export const repaired: Variant = {
  handlers: {
    'GET /search': search,
    'GET /product': product,
    'POST /product/review': review,
    'GET /go': go,
    'POST /account/login': login,
    'POST /account/register': register,
    'GET /account': account,
    'POST /account/email': changeEmail,
    'POST /cart/add': addToCart,
    'POST /cart/coupon': coupon,
    'POST /cart/currency': currency,
    'POST /cart/gift-card': useGiftCard,
    'POST /gift-card': buyGiftCard,
    'GET /checkout/success': success,
    'GET /order': order,
    'POST /order/refund': refund,
    'POST /account/forgotten': forgotten,
    'GET /payment/callback': callback,
    'GET /admin/orders': adminOrders,
    'GET /.well-known/security.txt': () => ({
      headers: { 'content-type': 'text/plain' },
      body: 'Contact: mailto:security@sample-shop.example\nExpires: 2099-01-01T00:00:00Z\n',
    }),
  },
  headers: {
    'content-security-policy':
      "default-src 'self'; frame-src http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'strict-transport-security': 'max-age=31536000',
  },
  sessionCookie: (id) => `shop_session=${id}; Path=/; HttpOnly; SameSite=Lax`,
  newSessionId: () => randomBytes(24).toString('base64url'),
  inCurrency: (euros, currency) => euros * (rates[currency] ?? 1),
}
