import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { type AdminApi, type AdminExtension, basic } from './contract.ts'
import { pluginSlug } from './woocommerce.ts'
import { listOf, nameSchema, versionSchema } from './words.ts'

/** GET /wp-json/wp/v2/plugins, https://developer.wordpress.org/rest-api/reference/plugins/ */
const plugins = listOf(z.object({ plugin: nameSchema, status: z.string().max(40), version: versionSchema }))
/** GET /wp-json/wp/v2/themes, https://developer.wordpress.org/rest-api/reference/themes/ */
const themes = listOf(z.object({ stylesheet: nameSchema, status: z.string().max(40), version: versionSchema }))

const active = (status: string) => status !== 'inactive'

/** WordPress by an application password. Its own version it tells only in feeds. */
export const wordpress: AdminApi = {
  kind: 'wordpress',
  secret: '"user:application password" of an administrator (plugins) who may also switch themes',
  pair: true,
  async read(ask, secret) {
    const headers = basic(secret)
    const listed = await ask.json('/wp-json/wp/v2/plugins', plugins, { headers })
    const extensions: AdminExtension[] = listed.map((item) => ({
      kind: 'wordpress-plugin',
      name: pluginSlug(item.plugin),
      version: item.version,
      active: active(item.status),
    }))
    const notTold: string[] = []
    const skip = (what: string) => (error: unknown) => {
      if (!(error instanceof ShopwardenError)) throw error
      notTold.push(`${what} (${error.message})`)
      return undefined
    }
    const looks = await ask.json('/wp-json/wp/v2/themes', themes, { headers }).catch(skip('the themes'))
    for (const { stylesheet, status, version } of looks ?? [])
      extensions.push({ kind: 'wordpress-theme', name: stylesheet.toLowerCase(), version, active: active(status) })
    const feed = await ask.plain('/feed/').catch(skip('the version of WordPress'))
    const stated = /<generator>https:\/\/wordpress\.org\/\?v=([^<\s]{1,40})<\/generator>/.exec(
      feed?.body.toString('utf8') ?? '',
    )
    const version = versionSchema.safeParse(stated?.[1])
    if (version.success) extensions.push({ kind: 'wordpress-core', name: 'wordpress', version: version.data })
    else if (feed) notTold.push('the version of WordPress (its feed hides it)')
    const shop = extensions.find(({ kind, name }) => kind === 'wordpress-plugin' && name === 'woocommerce')
    return {
      platform: shop ? 'woocommerce' : 'wordpress',
      version: shop?.version ?? version.data,
      where: shop ? '/wp-json/wp/v2/plugins' : '/feed/',
      extensions,
      unversioned: [],
      runtimes: [],
      notTold: [...notTold, 'PHP and the database'],
    }
  },
}
