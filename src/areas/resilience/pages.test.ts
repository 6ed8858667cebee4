import { describe, expect, it } from 'vitest'
import { answersGraphql, journeyOf, pagesIn, searchIn, slowReadOf } from './pages.ts'

const base = new URL('https://shop.example/')

describe('what the start page tells', () => {
  it.each([
    [
      'OpenCart',
      '<a href="https://shop.example/index.php?route=product/product&amp;product_id=40">',
      'product',
      '/index.php?route=product/product&product_id=40',
    ],
    ['WooCommerce', '<a href="/product/hoodie/">', 'product', '/product/hoodie/'],
    ['Shopify', '<a class="x" href="/products/shoe?variant=1">', 'product', '/products/shoe?variant=1'],
    ['a cart', "<a href='/cart'>", 'cart', '/cart'],
    ['a German cart', '<a href="/warenkorb/">', 'cart', '/warenkorb/'],
    ['log-in', '<a href="/customer/account/login/">', 'login', '/customer/account/login/'],
    ['a style sheet', '<link rel="stylesheet" href="/a/b.css?v=3">', 'asset', '/a/b.css?v=3'],
    ['another site', '<a href="https://evil.example/product/1">', 'product', undefined],
    ['adding to the cart', '<form action="/index.php?route=checkout/cart.add">', 'cart', undefined],
    ['a WebSocket', "<script>new WebSocket('wss://shop.example/live?a=1')</script>", 'websocket', '/live?a=1'],
    ["another site's WebSocket", "<script>new WebSocket('wss://chat.example/live')</script>", 'websocket', undefined],
    ['a picture of a product', '<img src="/product/1.png">', 'product', undefined],
  ] as const)('%s', (_, html, name, expected) => expect(pagesIn(html, '/', base)[name]).toBe(expected))

  it.each([
    [
      '<form action="/search"><input type="hidden" name="lang" value="en"><input name="q"></form>',
      '/search?lang=en&q={random}',
    ],
    ['<form><input name="s"></form>', '/?s={random}'],
    ['<form method="post" action="/search"><input name="q"></form>', undefined],
    ['<form action="https://google.com/search"><input name="q"></form>', undefined],
    ['<form action="/newsletter"><input name="email"></form>', undefined],
  ])('search form %s', (html, expected) => expect(searchIn(html, base)).toBe(expected))

  it('a journey leaves out what is not there', () => {
    expect(journeyOf({ home: '/', cart: '/cart', search: '/?q={random}' }).map((step) => step.path)).toEqual([
      '/',
      '/?q=shopwarden',
      '/cart',
    ])
  })
})

it.each([
  ['GraphQL', '{"data":{"__typename":"Query"}}', true],
  ['GraphQL that wants a sign-in', '{"errors":[{"message":"Unauthorized"}]}', true],
  ['another API that has no such address', '{"errors":[{"status":"404","title":"Not found"}]}', false],
  ['an API with data of its own', '{"data":{"id":1}}', false],
  ['a page with data in a script', '<html><script>var x = {"data": {}}</script></html>', false],
  ['nothing', '', false],
])('%s', (_, body, graphql) => expect(answersGraphql(body)).toBe(graphql))

it.each([
  ['a large file', { path: '/a.css', bytes: 400_000 }, { path: '/a.css', times: 12, fills: true }],
  [
    'small files, asked as often as is polite',
    { path: '/a.css', bytes: 20_000 },
    { path: '/a.css', times: 50, fills: false },
  ],
  ['no file', undefined, { path: '/', times: 50, fills: false }],
])('a slow reader of %s', (_, large, expected) => {
  expect(slowReadOf({ home: '/', ...(large && { large }) })).toEqual(expected)
})
