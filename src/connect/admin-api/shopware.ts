import { z } from 'zod'
import { type AdminApi, type AdminExtension, bearer, partsOf } from './contract.ts'
import { listOf, maybeVersion, nameSchema, versionSchema } from './words.ts'

const tokenSchema = z.object({ access_token: z.string().regex(/^[\x21-\x7e]{1,8000}$/) })
const versionAnswer = z.object({ version: versionSchema })
/** POST /api/search/plugin with `accept: application/json`. */
const pluginsSchema = z.object({
  data: listOf(
    z.object({
      name: nameSchema,
      composerName: nameSchema.nullish().catch(undefined),
      version: versionSchema,
      upgradeVersion: maybeVersion.nullable(),
      active: z.boolean().optional().catch(undefined),
      installedAt: z.string().nullish(),
    }),
  ),
})
const json = { 'content-type': 'application/json' }

/** Shopware 6: https://developer.shopware.com/docs/concepts/api/admin-api.html */
export const shopware: AdminApi = {
  kind: 'shopware',
  secret: '"access key id:secret access key" of an integration whose role may read plugins',
  pair: true,
  async read(ask, secret) {
    const [client_id, client_secret] = partsOf(secret)
    const { access_token } = await ask.json('/api/oauth/token', tokenSchema, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret }),
    })
    const headers = bearer(access_token)
    const { version } = await ask.json('/api/_info/version', versionAnswer, { headers })
    const extensions: AdminExtension[] = []
    for (let page = 1; page <= 4; page++) {
      const { data } = await ask.json('/api/search/plugin', pluginsSchema, {
        method: 'POST',
        headers: { ...headers, ...json },
        body: JSON.stringify({ limit: 500, page }),
      })
      for (const item of data)
        extensions.push({
          ...(item.composerName
            ? { kind: 'composer', name: item.composerName.toLowerCase() }
            : { kind: 'shopware-plugin', name: item.name }),
          version: item.version,
          active: item.active,
          ...(item.upgradeVersion && item.upgradeVersion !== item.version && { newest: item.upgradeVersion }),
        })
      if (data.length < 500) break
    }
    return {
      platform: 'shopware',
      version,
      where: '/api/_info/version',
      extensions,
      unversioned: [],
      runtimes: [],
      notTold: ['apps (they run elsewhere)', 'PHP and the database'],
    }
  },
}
