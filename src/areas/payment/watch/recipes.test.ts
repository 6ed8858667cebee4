import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { keepBrowser } from '../../../../test/helpers/browser.ts'
import { type Recipe, recipes, recognise } from './recipes.ts'
import { visit } from './visit.ts'

/*
 * Small servers of our own with the routes, names and ids of each platform's default theme (WooCommerce's classic checkout,
 * PrestaShop's "classic", Magento's Luma), down to the order in which the parts appear. They imitate: no running shop is meant.
 */
const page = (head: string, body: string) =>
  `<!doctype html><html><head><meta charset=utf-8>${head}</head>${body}</html>`
const inputs = (names: readonly string[], attribute: 'id' | 'name') =>
  names.map((name) => `<input type=text ${attribute}="${name}"${attribute === 'id' ? ` name="${name}"` : ''}>`).join('')
const cardField = '<input name="card-number" autocomplete="cc-number"><input name="card-cvc" autocomplete="cc-csc">'

type Shop = (path: string, request: IncomingMessage, body: string) => { html: string; cart?: boolean } | undefined
const inCart = (request: IncomingMessage) => /cart=1/.test(request.headers.cookie ?? '')
const empty = { html: page('', '<body>Your cart is empty</body>') }

const woocommerce: Shop = (path, request) => {
  const made = (body: string) => page('', `<body class="theme-x woocommerce woocommerce-page">${body}</body>`)
  if (path === '/') return { html: made('<nav><a href="/shop/">Shop</a></nav><p>Welcome</p>') }
  if (path === '/shop/')
    return {
      html: made(
        '<ul class="products columns-4"><li class="product type-product"><a href="/product/tea/" class="woocommerce-LoopProduct-link woocommerce-loop-product__link">Tea</a><a href="/?add-to-cart=1" data-quantity="1" class="button product_type_simple add_to_cart_button ajax_add_to_cart">Add to cart</a></li></ul>',
      ),
    }
  if (path === '/product/tea/')
    return request.method === 'POST'
      ? { html: made('Added'), cart: true }
      : {
          html: made(
            '<form class="cart" method="post"><input name="quantity" value="1"><button type="submit" name="add-to-cart" value="1" class="single_add_to_cart_button button alt">Add to cart</button></form>',
          ),
        }
  if (path !== '/checkout/' || !inCart(request)) return empty
  const billing = inputs(
    [
      'billing_first_name',
      'billing_last_name',
      'billing_email',
      'billing_phone',
      'billing_address_1',
      'billing_city',
      'billing_postcode',
    ],
    'id',
  )
  // The payment part is drawn anew by a request after the address was filled, as the platform does.
  return {
    html: made(
      `<form name="checkout" method="post" class="checkout woocommerce-checkout"><div id="customer_details">${billing}</div><div id="order_review"></div></form><script>document.querySelector('#billing_postcode').addEventListener('change',function(){setTimeout(function(){if(document.querySelector('#payment'))return;document.querySelector('#order_review').innerHTML='<div id="payment" class="woocommerce-checkout-payment"><ul class="wc_payment_methods"><li class="wc_payment_method"><input id="payment_method_card" type="radio" class="input-radio" name="payment_method" value="card"><label for="payment_method_card">Card</label><div class="payment_box"></div></li></ul><input type="checkbox" id="terms" name="terms"><button type="submit" id="place_order" name="woocommerce_checkout_place_order">Place order</button></div>';document.querySelector('#payment_method_card').onclick=function(){document.querySelector('.payment_box').innerHTML='${cardField}'}},300)})</script>`,
    ),
  }
}

const prestashop: Shop = (path, request, body) => {
  const made = (html: string) =>
    page('<meta name="generator" content="PrestaShop">', `<body>${html}<script>var prestashop = {};</script></body>`)
  if (path === '/')
    return {
      html: made(
        '<article class="product-miniature"><a class="thumbnail product-thumbnail" href="/1-tea.html">Tea</a></article>',
      ),
    }
  if (path === '/1-tea.html')
    return {
      html: made(
        '<button class="btn btn-primary add-to-cart" data-button-action="add-to-cart" type="submit">Add</button><script>document.querySelector(".add-to-cart").onclick=function(){fetch("/cart",{method:"POST"}).then(function(){document.body.insertAdjacentHTML("beforeend","<div id=blockcart-modal><a class=\\"btn btn-primary\\" href=\\"/cart?action=show\\">Proceed to checkout</a></div>")})}</script>',
      ),
    }
  if (path.startsWith('/cart'))
    return { html: made('<a href="/index.php?controller=order" class="btn">Checkout</a>'), cart: true }
  if (!path.startsWith('/index.php?controller=order') || !inCart(request)) return empty
  const step = /confirmDeliveryOption/.test(body)
    ? 4
    : /confirm-addresses/.test(body)
      ? 3
      : /continue/.test(body)
        ? 2
        : 1
  const form = (inner: string) => `<form method="post" action="/index.php?controller=order">${inner}</form>`
  return {
    html: made(
      step === 1
        ? `<div class="tab-pane active" id="checkout-guest-form">${form(`<input type="radio" name="id_gender" value="1">${inputs(['firstname', 'lastname', 'email'], 'name')}<input type="checkbox" name="psgdpr" required><input type="checkbox" name="customer_privacy" required><button name="continue" value="1" type="submit">Continue</button>`)}</div><div class="tab-pane" id="checkout-login-form" style="display:none"><input name="email"><input type=password name=password></div>`
        : step === 2
          ? form(
              `${inputs(['address1', 'city', 'postcode', 'phone'], 'name')}<button name="confirm-addresses" value="1" type="submit">Continue</button>`,
            )
          : step === 3
            ? form(
                '<input type=radio name="delivery_option[1]" checked><button name="confirmDeliveryOption" value="1" type="submit">Continue</button>',
              )
            : `<div class="payment-options"><input class="ps-shown-by-js" id="payment-option-1" name="payment-option" type="radio" required onclick="document.querySelector('#pay-with-payment-option-1-form').hidden=false"><div id="pay-with-payment-option-1-form" class="js-payment-option-form" hidden><form id="payment-form" method="POST" action="/pay">${cardField}</form></div></div><form id="conditions-to-approve"><input type="checkbox" name="conditions_to_approve[terms]"></form><div id="payment-confirmation"><button type="submit" class="btn btn-primary">Place order</button></div>`,
    ),
  }
}

const magento: Shop = (path, request) => {
  const made = (body: string) =>
    page('<script type="text/x-magento-init">{"*":{"Magento_Ui/js/core/app":{}}}</script>', `<body>${body}</body>`)
  if (path === '/')
    return { html: made('<li class="product-item"><a class="product-item-link" href="/tea.html">Tea</a></li>') }
  if (path === '/tea.html')
    return {
      html: made(
        '<button id="product-addtocart-button" class="action primary tocart">Add to Cart</button><script>document.querySelector("#product-addtocart-button").onclick=function(){fetch("/checkout/cart/add",{method:"POST"}).then(function(){document.body.insertAdjacentHTML("beforeend","<div class=message-success>You added Tea</div>")})}</script>',
      ),
    }
  if (path === '/checkout/cart/add') return { html: '', cart: true }
  if (path !== '/checkout/' || !inCart(request)) return empty
  const names = inputs(['firstname', 'lastname', 'street[0]', 'city', 'postcode', 'telephone'], 'name')
  return {
    html: made(
      `<div id="checkout"></div><script>setTimeout(function(){var c=document.querySelector('#checkout');c.innerHTML='<form><input id="customer-email" type="email" name="username"></form><form id="co-shipping-form">${names}<select name="region_id"><option value="">Please select</option><option value="12">California</option></select></form><table class="table-checkout-shipping-method"><tr><td class="col"><input name="shipping_method" type="radio" class="radio"></td></tr></table><button data-role="opc-continue" type="button" class="button action continue primary"><span>Next</span></button>';c.querySelector('.continue').onclick=function(){c.innerHTML='<div id="checkout-step-payment"><div class="payment-method"><input type="radio" name="payment[method]" id="card" value="card"><div class="payment-method-content"></div></div><button class="action primary checkout">Place Order</button></div>';c.querySelector('#card').onclick=function(){c.querySelector('.payment-method-content').innerHTML='${cardField}'}}},400)</script>`,
    ),
  }
}

const shops: Partial<Record<Recipe, Shop>> = { woocommerce, prestashop, magento }

// At once: a visit mostly waits for what the page may do.
describe.runIf(inject('pageBrowser'))(
  'the way to the checkout, on imitations of each platform',
  { concurrent: true },
  () => {
    const servers: Server[] = []
    const ordered: string[] = []
    const urls: Record<string, string> = {}
    let kept: Awaited<ReturnType<typeof keepBrowser>>
    beforeAll(async () => {
      kept = await keepBrowser(inject('pageBrowser')!)
      for (const [name, shop] of Object.entries(shops)) {
        const server = createServer((request, response) => {
          let body = ''
          request.on('data', (piece: Buffer) => (body += piece.toString()))
          request.on('end', () => {
            if (/place_order|^\/pay/.test(body + (request.url ?? ''))) ordered.push(name)
            const answer = shop(request.url ?? '/', request, body)
            response.writeHead(200, {
              'content-type': 'text/html',
              ...(answer?.cart && { 'set-cookie': 'cart=1; path=/' }),
            })
            response.end(answer?.html ?? '')
          })
        })
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        servers.push(server)
        urls[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      }
    })
    afterAll(async () => {
      await kept.close()
      for (const server of servers) {
        server.close()
        server.closeAllConnections()
      }
    })

    it.each(Object.keys(shops))(
      '%s: finds the card fields behind basket, address, shipping and payment method, and orders nothing',
      async (name) => {
        const seen = await visit(kept.browser, {
          url: urls[name]!,
          steps: [],
          recipe: 'auto',
          profile: { name: 'x' },
          signal: new AbortController().signal,
        })
        expect(seen.cardFields.map((field) => field.replace(/ .*/, ''))).toEqual(
          expect.arrayContaining(['card-number', 'card-cvc']),
        )
        expect(ordered).toEqual([])
      },
      60_000,
    )
  },
)

it('tells platforms apart, and says nothing of a page of none', () => {
  const { headers } = { headers: {} } as unknown as IncomingMessage
  const request = { headers, method: 'GET' } as IncomingMessage
  for (const [name, shop] of Object.entries(shops)) expect(recognise(shop('/', request, '')!.html)).toBe(name)
  expect(recognise('<p>hello</p>')).toBeUndefined()
  expect(Object.keys(recipes)).toContain('opencart')
})
