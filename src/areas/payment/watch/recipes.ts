import type { Step } from './steps.ts'

export const RECIPES = ['woocommerce', 'prestashop', 'magento', 'opencart'] as const
export type Recipe = (typeof RECIPES)[number]

/** Signs of each platform in the HTML of its pages. */
const signs: Readonly<Record<Recipe, RegExp>> = {
  woocommerce: /class="[^"]*\bwoocommerce\b|\/plugins\/woocommerce\//i,
  prestashop: /var prestashop\s*=|content="PrestaShop"|\/modules\/ps_/i,
  magento: /text\/x-magento-init|mage\/cookies|Magento_/i,
  opencart: /index\.php\?route=(?:product|checkout|common)\/|catalog\/view\/(?:javascript|theme)\//i,
}

/** The platform that a page was made by, where one of the recipes fits. Pure. */
export const recognise = (html: string): Recipe | undefined => RECIPES.find((name) => signs[name].test(html))

const person: readonly [field: string, value: string][] = [
  ['firstname', 'Shopwarden'],
  ['lastname', 'Test'],
  ['email', 'shopwarden-test@invalid.example'],
  ['phone', '555010099'],
  ['street', '1 Test Street'],
  ['city', 'Testville'],
  ['postcode', '10115'],
]

/** Steps that fill an address form, each only where the field is there. */
const address = (selectors: Readonly<Record<string, string>>): Step[] =>
  person.flatMap(([field, value]): Step[] =>
    selectors[field] === undefined ? [] : [{ fill: selectors[field], with: value, optional: true }],
  )

/**
 * The way from the start page to the page where the customer pays: first product, basket, guest checkout with test data, first
 * shipping and payment method. Nothing is ordered: the last button is pressed only while nothing can leave. Shops may keep the
 * unfinished basket or order. Written from the platforms' own themes (WooCommerce's templates and blocks, PrestaShop's classic and
 * Hummingbird, Magento's Luma: names and ids read in their public sources); a theme of another make may need own steps.
 */
export const recipes: Readonly<Record<Recipe, readonly Step[]>> = {
  opencart: [
    { click: '.product-thumb a[href*="product_id="], .product-layout a[href*="product_id="]' },
    { click: '#button-cart' },
    { waitFor: '.alert-success', optional: true },
    { goto: 'index.php?route=checkout/checkout' },
    { click: '#input-guest', optional: true },
    ...address({
      firstname: '#input-firstname',
      lastname: '#input-lastname',
      email: '#input-email',
      street: '#input-shipping-address-1, #input-payment-address-1',
      city: '#input-shipping-city, #input-payment-city',
      postcode: '#input-shipping-postcode, #input-payment-postcode',
    }),
    { select: '#input-shipping-country, #input-payment-country', optional: true },
    { select: '#input-shipping-zone, #input-payment-zone', optional: true },
    { click: '#button-register, #button-guest' },
    { click: '#button-shipping-methods', optional: true },
    { click: 'input[type=radio][name=shipping_method]', optional: true },
    { click: '#button-shipping-method', optional: true },
    { click: '#button-payment-methods', optional: true },
    { click: 'input[type=radio][name=payment_method]', optional: true },
    { click: '#button-payment-method', optional: true },
    { waitFor: '#checkout-confirm button, #button-confirm', optional: true },
  ],
  woocommerce: [
    // A start page without products: its link to the shop's page.
    {
      click:
        'body:not(:has(a.woocommerce-LoopProduct-link, .product a[href*="/product/"], .wc-block-grid__product a, .wc-block-product a)) a[href$="/shop/"]',
      optional: true,
    },
    {
      click:
        'a.woocommerce-LoopProduct-link, .product a[href*="/product/"], .wc-block-grid__product a, .wc-block-product a[href*="/product/"]',
    },
    { click: 'button.single_add_to_cart_button' },
    { goto: '/checkout/' },
    ...address({
      firstname: '#billing_first_name, #billing-first_name',
      lastname: '#billing_last_name, #billing-last_name',
      email: '#billing_email, #email',
      phone: '#billing_phone, #billing-phone',
      street: '#billing_address_1, #billing-address_1',
      city: '#billing_city, #billing-city',
      postcode: '#billing_postcode, #billing-postcode',
    }),
    {
      waitFor:
        '#payment, .wc-block-checkout__payment-method, #place_order, .wc-block-components-checkout-place-order-button',
      optional: true,
    },
    { click: '#payment input[name=payment_method], .wc-block-components-radio-control__input', optional: true },
    { click: '#terms', optional: true },
  ],
  prestashop: [
    { click: '.product-miniature a.product-thumbnail, .product-miniature a' },
    { click: 'button.add-to-cart, [data-button-action=add-to-cart]' },
    { click: '#blockcart-modal a.btn-primary', optional: true },
    { goto: 'index.php?controller=order' },
    { click: '#checkout-guest-form input[name=id_gender]', optional: true },
    ...address({
      firstname: '#checkout-guest-form [name=firstname], [name=firstname]',
      lastname: '#checkout-guest-form [name=lastname], [name=lastname]',
      email: '#checkout-guest-form [name=email], [name=email]',
    }),
    { click: '#checkout-guest-form [name=psgdpr]', optional: true },
    { click: '#checkout-guest-form [name=customer_privacy]', optional: true },
    { click: '#checkout-guest-form button[name=continue], button[name=continue]', optional: true },
    ...address({ street: '[name=address1]', city: '[name=city]', postcode: '[name=postcode]', phone: '[name=phone]' }),
    { select: '[name=id_state]', optional: true },
    { click: 'button[name="confirm-addresses"]', optional: true },
    { click: 'button[name="confirmDeliveryOption"]', optional: true },
    { click: 'input[name="payment-option"]', optional: true },
    { click: '#conditions-to-approve input[type=checkbox]', optional: true },
  ],
  magento: [
    { click: '.product-item a.product-item-link' },
    { click: '#product-addtocart-button' },
    { waitFor: '.message-success', optional: true },
    { goto: '/checkout/' },
    { waitFor: '#customer-email', optional: true },
    ...address({
      email: '#customer-email',
      firstname: '[name=firstname]',
      lastname: '[name=lastname]',
      street: '[name="street[0]"]',
      city: '[name=city]',
      postcode: '[name=postcode]',
      phone: '[name=telephone]',
    }),
    { select: '[name=region_id]', optional: true },
    { click: '.table-checkout-shipping-method input[type=radio]', optional: true },
    { click: 'button.continue', optional: true },
    { click: '.payment-method input[type=radio]', optional: true },
  ],
}
