import type { Variant } from '../contract.ts'
import { account, changeEmail, login, register } from './account.ts'
import { go, product, review, search } from './catalogue.ts'
import { backup, download, environment, gitConfig } from './files.ts'
import { buyGiftCard, currency, forgotten, order, refund, success, useGiftCard } from './money.ts'
import { addToCart, adminOrders, callback, coupon } from './orders.ts'

let sessions = 1000

/** The shop with every flaw of ../truth.json. */
export const flawed: Variant = {
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
    'GET /download': download,
    'GET /.git/config': gitConfig,
    'GET /.env': environment,
    'GET /backup.sql': backup,
  },
  headers: { 'x-powered-by': 'SampleShop/1.0' },
  sessionCookie: (id) => `shop_session=${id}; Path=/`,
  newSessionId: () => String(++sessions),
  // The number stays.
  inCurrency: (euros) => euros,
}
