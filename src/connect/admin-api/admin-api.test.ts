import { describe, expect, it } from 'vitest'
import { startLocal } from '../../../test/helpers/local-server.ts'
import { describeError, ShopwardenError } from '../../core/errors.ts'
import type { AdminApiKind } from '../../core/shop.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { readAdminApi } from './read.ts'

interface Seen {
  method: string
  path: string
  authorization: string | undefined
  body: string
}
type Answer = unknown | ((seen: Seen) => unknown)
/** Status, headers, body as it goes out. */
class Raw {
  readonly status: number
  readonly body: string
  readonly headers: Record<string, string>
  constructor(status: number, body: string, headers: Record<string, string> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

async function shopWith(answers: Record<string, Answer>) {
  const seen: Seen[] = []
  const { origin } = await startLocal((request, response, body) => {
    const one = { method: request.method!, path: request.url!, authorization: request.headers.authorization, body }
    seen.push(one)
    const found = answers[`${one.method} ${one.path}`] ?? answers['*']
    const given = typeof found === 'function' ? (found as (seen: Seen) => unknown)(one) : found
    if (given instanceof Raw) return response.writeHead(given.status, given.headers).end(given.body)
    const status = given === undefined ? 404 : 200
    return response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(given ?? { code: 'rest_no_route' }))
  })
  return { url: origin, seen }
}

const secret = 'someone:SECRET-9f3c'
const ask = (kind: AdminApiKind, url: string, env: Record<string, string> = { TOKEN: secret }) =>
  readAdminApi(
    { kind, url, tokenEnv: 'TOKEN' },
    env,
    createHttpClient({ hosts: new Set([new URL(url).hostname]), allowPrivateAddresses: false }),
    new AbortController().signal,
  )
const basicOf = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

const status = {
  environment: {
    home_url: 'https://shop.example',
    version: '9.8.1',
    wp_version: '6.8.1',
    php_version: '8.1.27',
    mysql_version: '10.6.12',
    mysql_version_string: '10.6.12-MariaDB-0ubuntu0.22.04.1',
  },
  database: { wc_database_version: '9.8.1' },
  active_plugins: [
    { plugin: 'woocommerce/woocommerce.php', name: 'WooCommerce', version: '9.8.1', version_latest: '9.9.0' },
    { plugin: 'hello.php', name: 'Hello Dolly', version: '1.7.2', version_latest: '1.7.2' },
    { plugin: '../../etc', version: 'nonsense' },
    7,
  ],
  inactive_plugins: [{ plugin: 'akismet/akismet.php', version: '5.3', version_latest: '' }],
  theme: { name: 'Storefront', version: '4.6.0' },
}

describe("platforms' own APIs in their published forms", () => {
  it('WooCommerce: its status report', async () => {
    const { url, seen } = await shopWith({ 'GET /shop/wp-json/wc/v3/system_status': status })
    expect(await ask('woocommerce', `${url}/shop/`)).toEqual({
      platform: 'woocommerce',
      version: '9.8.1',
      newest: '9.9.0',
      where: '/wp-json/wc/v3/system_status',
      extensions: [
        { kind: 'wordpress-plugin', name: 'woocommerce', version: '9.8.1', newest: '9.9.0', active: true },
        { kind: 'wordpress-plugin', name: 'hello', version: '1.7.2', active: true },
        { kind: 'wordpress-plugin', name: 'akismet', version: '5.3', newest: undefined, active: false },
        { kind: 'wordpress-core', name: 'wordpress', version: '6.8.1' },
      ],
      unversioned: [],
      runtimes: [
        { product: 'php', version: '8.1.27' },
        { product: 'mariadb', version: '10.6.12' },
      ],
      notTold: ['the folder of the theme (“Storefront” 4.6.0), by which its holes are listed'],
    })
    expect(seen).toHaveLength(1)
    expect(seen[0]!.authorization).toBe(basicOf(secret))
  })

  it('WordPress: plugins, themes where it may, its version from its feed', async () => {
    const { url } = await shopWith({
      'GET /wp-json/wp/v2/plugins': [
        { plugin: 'akismet/akismet', status: 'active', name: 'Akismet', version: '5.3.1' },
      ],
      'GET /wp-json/wp/v2/themes': new Raw(403, '{"code":"rest_cannot_view_themes"}'),
      'GET /feed/': new Raw(200, '<rss><channel><generator>https://wordpress.org/?v=6.8.2</generator></channel></rss>'),
    })
    const answer = await ask('wordpress', url)
    expect(answer).toMatchObject({
      platform: 'wordpress',
      version: '6.8.2',
      extensions: [
        { kind: 'wordpress-plugin', name: 'akismet', version: '5.3.1', active: true },
        { kind: 'wordpress-core', name: 'wordpress', version: '6.8.2' },
      ],
    })
    expect(answer.notTold[0]).toMatch(/^the themes \(.*403/)
  })

  it('Magento: the line and the names of foreign modules, never a version that it did not tell', async () => {
    const { url, seen } = await shopWith({
      'GET /magento_version': new Raw(200, 'Magento/2.4 (Community)', { 'content-type': 'text/html' }),
      'GET /rest/V1/modules': ['Magento_Store', 'Adobe_Stock', 'Amasty_Base', { bad: 1 }],
    })
    expect(await ask('magento', url, { TOKEN: 'tok-SECRET' })).toMatchObject({
      line: '2.4 (Community)',
      unversioned: ['Amasty_Base'],
      extensions: [],
    })
    expect((await ask('magento', url, { TOKEN: 'tok-SECRET' })).version).toBeUndefined()
    expect(seen.at(-1)!.authorization).toBe('Bearer tok-SECRET')
  })

  it('PrestaShop and thirty bees: the header of an authenticated answer', async () => {
    const xml = '<?xml version="1.0"?><prestashop><api/></prestashop>'
    const presta = await shopWith({ 'GET /api/': new Raw(200, xml, { 'PSWS-Version': '1.7.8.11' }) })
    expect(await ask('prestashop', presta.url, { TOKEN: 'KEY' })).toMatchObject({
      platform: 'prestashop',
      version: '1.7.8.11',
    })
    expect(presta.seen[0]!.authorization).toBe(basicOf('KEY:'))
    const bees = await shopWith({
      'GET /api/': new Raw(200, xml, { 'PSWS-Version': '1.6.1.999', 'TBWS-Version': '1.6.0' }),
    })
    expect(await ask('thirtybees', bees.url, { TOKEN: 'KEY' })).toMatchObject({
      platform: 'thirtybees',
      version: '1.6.0',
    })
    const bare = await shopWith({ 'GET /api/': new Raw(200, xml) })
    await expect(ask('prestashop', bare.url, { TOKEN: 'KEY' })).rejects.toMatchObject({ code: 'SW_ADMIN_API_ANSWER' })
  })

  it('PrestaShop 9: modules of the Admin API, page by page', async () => {
    const item = (index: number) => ({
      moduleId: index,
      technicalName: `Mod${index}`,
      moduleVersion: '2.0.0',
      installedVersion: index === 3 ? null : '1.0.0',
      enabled: index !== 1,
      installed: index !== 2,
    })
    const { url, seen } = await shopWith({
      'POST /admin-api/access_token': { token_type: 'Bearer', expires_in: 3600, access_token: 'abc.def' },
      'GET /admin-api/modules?limit=500&offset=0': { totalItems: 501, items: [item(0), item(1), item(2)] },
      'GET /admin-api/modules?limit=500&offset=500': { totalItems: 501, items: [item(3)] },
    })
    const { extensions } = await ask('prestashop-admin', url)
    expect(extensions).toEqual([
      { kind: 'prestashop-module', name: 'mod0', version: '1.0.0', active: true },
      { kind: 'prestashop-module', name: 'mod1', version: '1.0.0', active: false },
      { kind: 'prestashop-module', name: 'mod3', version: '2.0.0', active: true },
    ])
    expect(Object.fromEntries(new URLSearchParams(seen[0]!.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'someone',
      client_secret: 'SECRET-9f3c',
      'scope[]': 'module_read',
    })
  })

  it('Shopware 6: version and plugins by their Composer names', async () => {
    const { url, seen } = await shopWith({
      'POST /api/oauth/token': { token_type: 'Bearer', expires_in: 600, access_token: 'jwt' },
      'GET /api/_info/version': { version: '6.6.10.3' },
      'POST /api/search/plugin': {
        total: 2,
        data: [
          {
            id: 'a',
            name: 'SwagPayPal',
            composerName: 'swag/paypal',
            version: '9.1.0',
            upgradeVersion: '9.2.0',
            active: true,
          },
          { id: 'b', name: 'Own', composerName: null, version: 'v1.0', upgradeVersion: null, active: false },
        ],
      },
    })
    expect(await ask('shopware', url)).toMatchObject({
      version: '6.6.10.3',
      extensions: [
        { kind: 'composer', name: 'swag/paypal', version: '9.1.0', newest: '9.2.0', active: true },
        { kind: 'shopware-plugin', name: 'Own', version: '1.0', active: false },
      ],
    })
    expect(JSON.parse(seen[0]!.body)).toMatchObject({ grant_type: 'client_credentials', client_id: 'someone' })
    expect(seen.slice(1).every(({ authorization }) => authorization === 'Bearer jwt')).toBe(true)
  })

  it('OpenMage and Magento 1: XML-RPC, its session is ended, and what is not exact is not claimed', async () => {
    const reply = (inner: string) =>
      new Raw(200, `<?xml version="1.0" encoding="UTF-8"?>\n<methodResponse>${inner}</methodResponse>`, {
        'content-type': 'text/xml; charset=UTF-8',
      })
    const string = (text: string) => `<value><string>${text}</string></value>`
    const fault = reply(
      `<fault><value><struct><member><name>faultCode</name><value><int>2</int></value></member><member><name>faultString</name>${string('Access denied.')}</member></struct></value></fault>`,
    )
    const info = (versions: Record<string, string>) =>
      reply(
        `<params><param><value><struct>${Object.entries(versions)
          .map(([name, version]) => `<member><name>${name}</name>${string(version)}</member>`)
          .join('')}</struct></value></param></params>`,
      )
    const shop = (versions: Record<string, string> | undefined) => ({
      'POST /api/xmlrpc/': ({ body }: Seen) => {
        if (body.includes('<methodName>login<'))
          return body.includes('<string>a&lt;b&amp;c</string>')
            ? reply(`<params><param>${string('5e55')}</param></params>`)
            : fault
        if (body.includes('<methodName>call<')) return versions ? info(versions) : fault
        return reply('<params><param><value><boolean>1</boolean></value></param></params>')
      },
    })
    const right = { TOKEN: 'someone:a<b&c' }
    const newer = await shopWith(
      shop({ magento_edition: 'Community', magento_version: '1.9.4.5', openmage_version: '20.16.0' }),
    )
    expect(await ask('openmage', newer.url, right)).toMatchObject({ platform: 'openmage', version: '20.16.0' })
    expect(newer.seen.map(({ body }) => /<methodName>(\w+)/.exec(body)?.[1])).toEqual(['login', 'call', 'endSession'])
    const older = await shopWith(shop({ magento_edition: 'Community', magento_version: '1.9.4.5' }))
    const untold = await ask('openmage', older.url, right)
    expect(untold.version).toBeUndefined()
    expect(untold.notTold[0]).toContain('1.9.4.5')
    await expect(ask('openmage', newer.url)).rejects.toMatchObject({ code: 'SW_ADMIN_API_REFUSED' })
    const noRight = await shopWith(shop(undefined))
    await expect(ask('openmage', noRight.url, right)).rejects.toMatchObject({ code: 'SW_ADMIN_API_REFUSED' })
    const page = await shopWith({ '*': new Raw(200, '<html>closed</html>') })
    await expect(ask('openmage', page.url, right)).rejects.toMatchObject({ code: 'SW_ADMIN_API_ANSWER' })
  })

  it.each(['opencart', 'sylius', 'bagisto'] as const)('%s: said to tell nothing, without asking', async (kind) => {
    const { url, seen } = await shopWith({})
    await expect(ask(kind, url)).rejects.toMatchObject({ code: 'SW_ADMIN_API_NONE' })
    expect(seen).toEqual([])
  })
})

describe('what can go wrong', () => {
  it.each([
    ['refused', new Raw(401, '{"code":"woocommerce_rest_cannot_view"}'), 'SW_ADMIN_API_REFUSED'],
    ['no right', new Raw(403, '{}'), 'SW_ADMIN_API_FORBIDDEN'],
    ['too often', new Raw(429, 'slow down', { 'retry-after': '60' }), 'SW_ADMIN_API_LIMITED'],
    ['not there', new Raw(404, '<html>'), 'SW_ADMIN_API_MISSING'],
    ['broken', new Raw(502, '<html>'), 'SW_ADMIN_API_FAILED'],
    ['a web page', new Raw(200, '<html>log in</html>', { 'content-type': 'text/html' }), 'SW_ADMIN_API_ANSWER'],
    ['cut JSON', new Raw(200, '{"environment":{"ver'), 'SW_ADMIN_API_ANSWER'],
    ['another form', { environment: { version: [] } }, 'SW_ADMIN_API_ANSWER'],
    ['endless', new Raw(200, `["${'x'.repeat(9_000_000)}"]`), 'SW_ADMIN_API_ANSWER'],
    ['sent on', new Raw(302, '', { location: 'http://127.0.0.1:1/steal' }), 'SW_ADMIN_API_REDIRECT'],
  ])('%s: said, once asked, and the secret stands in no message', async (_, answer, code) => {
    const { url, seen } = await shopWith({ '*': answer })
    const error: unknown = await ask('woocommerce', url).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ShopwardenError)
    expect(error).toMatchObject({ code })
    expect(describeError(error)).not.toMatch(/SECRET|c29tZW9uZ/)
    expect(seen).toHaveLength(1)
  })

  it('never goes to a public name without TLS, nor to a host that is not named', async () => {
    await expect(ask('woocommerce', 'http://shop.example')).rejects.toMatchObject({ code: 'SW_NET_SECRET_IN_CLEAR' })
    const http = createHttpClient({ hosts: new Set(['a.example']), allowPrivateAddresses: true })
    const api = { kind: 'woocommerce', url: 'https://b.example', tokenEnv: 'TOKEN' } as const
    await expect(readAdminApi(api, { TOKEN: secret }, http, new AbortController().signal)).rejects.toMatchObject({
      code: 'SW_NET_HOST_NOT_NAMED',
    })
  })

  it.each([
    ['none', {}],
    ['one part where two are needed', { TOKEN: 'hunter2' }],
    ['a line break', { TOKEN: 'a:hunter2\nx-evil: 1' }],
  ])('a secret that cannot be one is not sent: %s', async (_, env) => {
    const { url, seen } = await shopWith({})
    const error: unknown = await ask('woocommerce', url, env as Record<string, string>).catch(
      (caught: unknown) => caught,
    )
    expect(error).toMatchObject({ code: 'SW_ADMIN_API_SECRET' })
    expect(describeError(error)).not.toContain('hunter2')
    expect(seen).toEqual([])
  })

  it('a list that never ends is left after four pages', async () => {
    const page = { data: Array.from({ length: 500 }, () => ({ name: 'a', version: '1' })) }
    const { url, seen } = await shopWith({
      'POST /api/oauth/token': { access_token: 'jwt' },
      'GET /api/_info/version': { version: '6.6.0.0' },
      'POST /api/search/plugin': page,
    })
    await ask('shopware', url)
    expect(seen).toHaveLength(6)
  })
})
