import { type AdminApi, bearer } from './contract.ts'
import { listOf, nameSchema } from './words.ts'

const modules = listOf(nameSchema)

/** Magento 2 and Adobe Commerce: `/magento_version` and GET /V1/modules. Both keep the exact version to themselves. */
export const magento: AdminApi = {
  kind: 'magento',
  secret: 'the access token of an integration (or of an administrator) that may see the back end',
  pair: false,
  async read(ask, secret) {
    const page = (await ask.plain('/magento_version')).body.subarray(0, 200).toString('utf8')
    const stated = /^Magento\/(\d+\.\d+) \((\w+(?: \w+)?)\)/.exec(page)
    const names = await ask.json('/rest/V1/modules', modules, { headers: bearer(secret) })
    const line = stated ? `${stated[1]} (${stated[2]})` : undefined
    return {
      platform: 'magento',
      line,
      where: '/rest/V1/modules',
      extensions: [],
      unversioned: names.filter((name) => !/^(?:Magento|Adobe)_/.test(name)).slice(0, 500),
      runtimes: [],
      notTold: [
        `the exact version (only ${line ?? 'that it is Magento'}), versions of its modules, isolated patches`,
        'PHP and the database',
      ],
    }
  },
}
