import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { header } from '../../core/http.ts'
import { type AdminAnswer, type AdminApi, basic, bearer, partsOf } from './contract.ts'
import { listOf, maybeVersion, nameSchema, versionSchema } from './words.ts'

/** Versions in the headers of an authenticated answer: PrestaShop's PSWS-Version, thirty bees' TBWS-Version beside it. */
async function webservice(ask: Parameters<AdminApi['read']>[0], secret: string): Promise<AdminAnswer> {
  const response = await ask.plain('/api/', { headers: basic(`${secret}:`) })
  const bees = versionSchema.safeParse(header(response, 'tbws-version'))
  const version = bees.success ? bees : versionSchema.safeParse(header(response, 'psws-version'))
  if (!version.success)
    throw new ShopwardenError('SW_ADMIN_API_ANSWER', 'The answer has no header PSWS-Version', {
      where: '/api/',
      fix: 'Check that the webservice is switched on, and that no proxy takes its headers away.',
    })
  return {
    platform: bees.success ? 'thirtybees' : 'prestashop',
    version: version.data,
    where: '/api/',
    extensions: [],
    unversioned: [],
    runtimes: [],
    notTold: ['the modules (the webservice has no list of them)', 'PHP and the database'],
  }
}

/** The webservice of PrestaShop 1.4 and later and of thirty bees: https://devdocs.prestashop-project.org/9/webservice/ */
export const prestashop: AdminApi = {
  kind: 'prestashop',
  secret: 'a key of the webservice; it needs no right to any resource',
  pair: false,
  read: webservice,
}
export const thirtybees: AdminApi = { ...prestashop, kind: 'thirtybees' }

const tokenSchema = z.object({ access_token: z.string().regex(/^[\x21-\x7e]{1,8000}$/) })
/** One page of GET /admin-api/modules (module ps_apiresources); the version's name changed once. */
const pageSchema = z.object({
  totalItems: z.int().min(0),
  items: listOf(
    z.object({
      technicalName: nameSchema,
      moduleVersion: maybeVersion,
      installedVersion: maybeVersion,
      version: maybeVersion,
      enabled: z.boolean().optional().catch(undefined),
      installed: z.boolean().optional().catch(undefined),
    }),
  ),
})
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** The Admin API of PrestaShop 9, for its modules. */
export const prestashopAdmin: AdminApi = {
  kind: 'prestashop-admin',
  secret: '"client id:client secret" of an API client with the scope module_read',
  pair: true,
  async read(ask, secret) {
    const [client_id, client_secret] = partsOf(secret)
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id,
      client_secret,
      'scope[]': 'module_read',
    })
    const { access_token } = await ask.json('/admin-api/access_token', tokenSchema, {
      method: 'POST',
      headers: form,
      body: body.toString(),
    })
    const found: z.output<typeof pageSchema>['items'] = []
    for (let offset = 0, total = 1; offset < total && offset < 4000; offset += 500) {
      const page = await ask.json(`/admin-api/modules?limit=500&offset=${offset}`, pageSchema, {
        headers: bearer(access_token),
      })
      total = page.totalItems
      found.push(...page.items)
      if (page.items.length === 0) break
    }
    const here = found.filter(({ installed }) => installed !== false)
    return {
      platform: 'prestashop',
      where: '/admin-api/modules',
      extensions: here.flatMap((item) => {
        const version = item.installedVersion ?? item.moduleVersion ?? item.version
        return version === undefined
          ? []
          : [{ kind: 'prestashop-module', name: item.technicalName.toLowerCase(), version, active: item.enabled }]
      }),
      unversioned: here
        .filter((item) => (item.installedVersion ?? item.moduleVersion ?? item.version) === undefined)
        .map(({ technicalName }) => technicalName),
      runtimes: [],
      notTold: ['the version of PrestaShop (its webservice does: kind prestashop)', 'PHP and the database'],
    }
  },
}
