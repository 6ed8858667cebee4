import { z } from 'zod'
import { type AdminApi, type AdminExtension, basic } from './contract.ts'
import { listOf, maybeVersion, nameSchema, versionSchema } from './words.ts'

const pluginSchema = z.object({ plugin: nameSchema, version: versionSchema, version_latest: maybeVersion })
const plugins = listOf(pluginSchema)

/** GET /wp-json/wc/v3/system_status, https://developer.woocommerce.com/docs/apis/rest-api/v3/system-status/ */
const statusSchema = z.object({
  environment: z.object({
    version: versionSchema,
    wp_version: maybeVersion,
    php_version: maybeVersion,
    mysql_version: maybeVersion,
    mysql_version_string: z.string().max(200).optional().catch(undefined),
  }),
  active_plugins: plugins,
  inactive_plugins: plugins.catch([]),
  theme: z
    .object({ name: z.string().max(200), version: maybeVersion })
    .optional()
    .catch(undefined),
})

const path = '/wp-json/wc/v3/system_status'

/** Folder of a plugin, as advisories name it: `akismet/akismet.php` → akismet, `hello.php` → hello. */
export const pluginSlug = (file: string) =>
  file
    .split('/')[0]!
    .replace(/\.php$/, '')
    .toLowerCase()

const extension = (item: z.output<typeof pluginSchema>, active: boolean): AdminExtension => ({
  kind: 'wordpress-plugin',
  name: pluginSlug(item.plugin),
  version: item.version,
  active,
  ...(item.version_latest !== item.version && { newest: item.version_latest }),
})

/** WooCommerce: everything stands in its status report. */
export const woocommerce: AdminApi = {
  kind: 'woocommerce',
  secret: '"ck_…:cs_…" of a REST key that may read, made by a shop manager or administrator',
  pair: true,
  async read(ask, secret) {
    const status = await ask.json(path, statusSchema, { headers: basic(secret) })
    const { environment: at, theme } = status
    const extensions = [
      ...status.active_plugins.map((item) => extension(item, true)),
      ...status.inactive_plugins.map((item) => extension(item, false)),
    ]
    if (at.wp_version) extensions.push({ kind: 'wordpress-core', name: 'wordpress', version: at.wp_version })
    const database = at.mysql_version
    return {
      platform: 'woocommerce',
      version: at.version,
      newest: extensions.find(({ name }) => name === 'woocommerce')?.newest,
      where: path,
      extensions,
      unversioned: [],
      runtimes: [
        ...(at.php_version ? [{ product: 'php' as const, version: at.php_version }] : []),
        ...(database
          ? [
              {
                product: /mariadb/i.test(at.mysql_version_string ?? '') ? ('mariadb' as const) : ('mysql' as const),
                version: database,
              },
            ]
          : []),
      ],
      notTold: theme
        ? [`the folder of the theme (“${theme.name}” ${theme.version ?? ''}), by which its holes are listed`]
        : [],
    }
  },
}
