import { join } from 'node:path'
import { expect, it } from 'vitest'
import { saw } from '../../../../test/helpers/judge.ts'
import { startLocal } from '../../../../test/helpers/local-server.ts'
import type { CommandIo } from '../../../core/area.ts'
import { collect } from '../../../core/collect.ts'
import { shopSchema } from '../../../core/shop.ts'
import { EvidenceView } from '../../../core/view.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { question } from '../question.ts'
import { adminFact, holesFact, platformVersion, updateHistory } from '../schema.ts'
import { admin } from './admin.ts'

const now = new Date('2026-09-01T00:00:00Z')
const io = {
  now: () => now,
  signal: new AbortController().signal,
  knowledgeDir: join(import.meta.dirname, '../../../../knowledge'),
  cwd: '/nonexistent',
} as CommandIo

async function look(
  kind: string,
  answers: Record<string, unknown>,
  token = 'id:SECRET-77',
  past: readonly { version: string; at: string }[] = [],
) {
  const { origin: url } = await startLocal((request, response) => {
    const answer = answers[request.url!]
    if (answer === undefined) return response.writeHead(401).end()
    if (typeof answer === 'string') return response.writeHead(200, { 'psws-version': answer }).end('<prestashop/>')
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  const shop = shopSchema.parse({ name: 'A', adminApis: [{ kind, url, tokenEnv: 'T' }] })
  const http = createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true })
  const seen = past.map(({ version, at }) => ({
    ...saw(
      platformVersion,
      { platform: kind, name: kind, version, file: '/' },
      `${shop.adminApis[0]!.url} (${kind} API)`,
    ),
    observedAt: at,
  }))
  const evidence = await collect(admin({ T: token }), shop, io, http, seen)
  expect(JSON.stringify(evidence)).not.toMatch(/SECRET-77/)
  return { evidence, view: new EvidenceView(evidence, now) }
}
const verdict = (view: EvidenceView, id: string) =>
  question.criteria.find((criterion) => criterion.id === id)!.judge(view, shopSchema.parse({ name: 'A' }))

it('Shopware: the exact version against its releases, plugins against the advisories', async () => {
  const { view } = await look('shopware', {
    '/api/oauth/token': { access_token: 'jwt' },
    '/api/_info/version': { version: '6.5.8.0' },
    '/api/search/plugin': { data: [{ name: 'P', composerName: 'guzzlehttp/guzzle', version: '6.5.0', active: true }] },
  })
  expect(view.latest(platformVersion)!.value).toMatchObject({ platform: 'shopware', version: '6.5.8.0' })
  expect(verdict(view, 'platform.current').verdict).toBe('no')
  const { holes } = view.latest(holesFact)!.value
  expect(holes.map(({ id, package: name }) => `${id} ${name}`)).toContain('CVE-2022-31042 composer:guzzlehttp/guzzle')
  expect(holes.some((hole) => hole.package === 'composer:shopware/platform')).toBe(true)
})

it('WooCommerce: behind its releases; its runtimes against the ends of their support; plugins unknown, never none', async () => {
  const { view } = await look('woocommerce', {
    '/wp-json/wc/v3/system_status': {
      environment: { version: '9.8.1', wp_version: '6.8.1', php_version: '7.4.33', mysql_version: '8.0.36' },
      active_plugins: [{ plugin: 'woocommerce/woocommerce.php', version: '9.8.1', version_latest: '9.9.0' }],
    },
  })
  expect(view.latest(adminFact)!.value.runtimes).toEqual([
    { product: 'php', version: '7.4.33', supported: false, ends: '2022-11-28' },
    { product: 'mysql', version: '8.0.36', supported: false, ends: '2026-04-30' },
  ])
  expect(view.latest(adminFact)!.findings.map(({ title }) => title)).toEqual([
    'php 7.4.33 gets no more security fixes',
    'mysql 8.0.36 gets no more security fixes',
  ])
  expect(verdict(view, 'platform.current')).toMatchObject({ verdict: 'no' })
  expect(verdict(view, 'platform.holes')).toMatchObject({ verdict: 'partly' })
  expect(view.latest(holesFact)!.value.blind.map(({ kind }) => kind)).toContain('wordpress-plugin')
})

it.each([
  ['90.1.0', 'partly', /the shop itself knows of 90.1.0/],
  ['90.0.0', 'yes', /is the newest release/],
])('WooCommerce newer than our facts, whose maker has %s', async (newest, expected, words) => {
  const { view } = await look('woocommerce', {
    '/wp-json/wc/v3/system_status': {
      environment: { version: '90.0.0' },
      active_plugins: [{ plugin: 'woocommerce/woocommerce.php', version: '90.0.0', version_latest: newest }],
    },
  })
  const judged = verdict(view, 'platform.current')
  expect(judged.verdict).toBe(expected)
  expect(judged.because).toMatch(words)
})

it('PrestaShop: its own holes by its version', async () => {
  const { view } = await look('prestashop', { '/api/': '1.7.8.2' }, 'KEY')
  expect(verdict(view, 'platform.holes').verdict).toBe('no')
})

it('says what an API does not tell, and why it could not be read', async () => {
  const magento = await look('magento', { '/rest/V1/modules': ['Amasty_Base'], '/magento_version': 'x' })
  expect(verdict(magento.view, 'platform.current')).toMatchObject({ verdict: 'unknown' })
  expect(verdict(magento.view, 'platform.current').because).toMatch(/exact version/)
  expect(verdict(magento.view, 'platform.holes').because).toMatch(/1 modules .* without versions/)
  const refused = await look('shopware', {})
  expect(verdict(refused.view, 'platform.current').because).toMatch(/SW_ADMIN_API_REFUSED/)
  expect(refused.evidence.every((item) => item.couldNotLook !== undefined)).toBe(true)
})

it('does nothing where no API is named', async () => {
  expect(await collect(admin({}), shopSchema.parse({ name: 'A' }), io)).toEqual([])
})

it('learns the rhythm from what the API told at earlier audits', async () => {
  const answers = {
    '/api/oauth/token': { access_token: 'jwt' },
    '/api/_info/version': { version: '6.5.8.0' },
    '/api/search/plugin': { data: [] },
  }
  const first = await look('shopware', answers)
  expect(first.view.whyUnknown(updateHistory)!.reason).toMatch(/Too few updates/)
  const later = await look('shopware', answers, 'id:SECRET-77', [{ version: '6.5.7.0', at: '2026-06-01T00:00:00Z' }])
  expect(later.view.latest(updateHistory)!.value).toMatchObject({
    basis: 'audits',
    updates: [{ version: '6.5.8.0', installed: '2026-09-01' }],
  })
})

it('an API that takes the question and never answers: unknown with the reason, in bounded time', async () => {
  const { origin: url } = await startLocal(() => undefined)
  const client = createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true })
  const impatient = { request: (to: string, more = {}) => client.request(to, { ...more, timeoutMs: 200 }) }
  const shop = shopSchema.parse({ name: 'A', adminApis: [{ kind: 'shopware', url, tokenEnv: 'T' }] })
  const evidence = await collect(admin({ T: 'id:SECRET-77' }), shop, io, impatient)
  const view = new EvidenceView(evidence, now)
  expect(verdict(view, 'platform.current')).toMatchObject({ verdict: 'unknown' })
  expect(verdict(view, 'platform.current').because).toMatch(/No complete answer within/)
})
