import { describe, expect, it } from 'vitest'
import { isSessionCookie, readCookies, readPage } from './page.ts'
import { providerOf, readProviders } from './providers.ts'

const { providers } = readProviders('knowledge')

describe('payment page', () => {
  it('reads scripts, frames, providers, mixed content and card fields', () => {
    const html = `<script src="/a.js"></script><script src=https://js.stripe.com/v3/ integrity="sha384-x"></script><script>inline()</script>
      <iframe src='https://hooks.stripe.com/frame'></iframe><img src="http://cdn.example/x.png"><input name="q"><input autocomplete="cc-number" name="pan">`
    expect(readPage(html, 'https://shop.example/checkout', providers)).toEqual({
      scripts: [
        { src: 'https://shop.example/a.js', host: 'shop.example', integrity: false },
        { src: 'https://js.stripe.com/v3/', host: 'js.stripe.com', integrity: true },
        { host: 'shop.example', integrity: false },
      ],
      frames: ['https://hooks.stripe.com/frame'],
      mixedContent: ['http://cdn.example/x.png'],
      cardFields: ['pan'],
      providers: ['stripe'],
    })
  })

  it('does not take look-alike hosts for a provider', () => {
    expect(providerOf('js.stripe.com', providers)?.id).toBe('stripe')
    expect(providerOf('js.stripe.com.evil.example', providers)).toBeUndefined()
    expect(providerOf('notstripe.com', providers)).toBeUndefined()
  })

  it('survives broken markup', () => {
    expect(() =>
      readPage('<script src="<iframe src=http://[::bad <input name=', 'https://shop.example', providers),
    ).not.toThrow()
  })

  it('keeps names and flags of cookies, never values', () => {
    const headers = new Map([['set-cookie', ['PHPSESSID=secret; Path=/; HttpOnly; SameSite=Lax', 'theme=dark']]])
    const cookies = readCookies({
      url: '',
      status: 200,
      headers,
      body: Buffer.alloc(0),
      truncated: false,
      elapsedMs: 1,
    })
    expect(cookies).toEqual([
      { name: 'PHPSESSID', secure: false, httpOnly: true, sameSite: 'lax' },
      { name: 'theme', secure: false, httpOnly: false },
    ])
    expect(isSessionCookie('PHPSESSID')).toBe(true)
    expect(isSessionCookie('theme')).toBe(false)
  })
})
