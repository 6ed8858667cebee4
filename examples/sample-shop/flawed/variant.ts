import type { Variant } from '../contract.ts'
import { account, changeEmail, login, register } from './account.ts'
import { go, product, review, search } from './catalogue.ts'
import { backup, download, environment, gitConfig } from './files.ts'
import { addToCart, adminOrders, callback, coupon, order } from './orders.ts'

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
    'GET /order': order,
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
}
