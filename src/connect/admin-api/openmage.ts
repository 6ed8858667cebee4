import { ShopwardenError } from '../../core/errors.ts'
import { type AdminApi, partsOf } from './contract.ts'
import { maybeVersion } from './words.ts'

const path = '/api/xmlrpc/'
const signs: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' }
const value = (text: string) =>
  `<param><value><string>${text.replace(/[<>&]/g, (sign) => signs[sign]!)}</string></value></param>`
const methodCall = (name: string, params: readonly string[]) =>
  `<?xml version="1.0"?><methodCall><methodName>${name}</methodName><params>${params.map(value).join('')}</params></methodCall>`
const member = (xml: string, name: string) =>
  maybeVersion.parse(new RegExp(`<name>${name}</name>\\s*<value>\\s*<string>([^<]{1,60})</string>`).exec(xml)?.[1])

/**
 * XML-RPC of OpenMage and Magento 1 (https://xmlrpc.com): log in, ask `core_magento.info`, log out. Releases of OpenMage before 19.4.16
 * and 20.0.13 state only the Magento they build on, as Magento 1 itself does, so that neither is told apart nor exact.
 */
export const openmage: AdminApi = {
  kind: 'openmage',
  secret: '"user:API key" of an API user whose role has Core › Magento info',
  pair: true,
  async read(ask, secret) {
    const refused = (what: string, fix: string) =>
      new ShopwardenError('SW_ADMIN_API_REFUSED', what, { where: path, fix })
    /** The answer's XML; undefined where it is a fault. */
    async function call(name: string, params: readonly string[]): Promise<string | undefined> {
      const headers = { 'content-type': 'text/xml' }
      const response = await ask.plain(path, { method: 'POST', headers, body: methodCall(name, params) })
      const xml = response.body.toString('utf8')
      if (!/<methodResponse>[\s\S]*<\/methodResponse>/.test(xml))
        throw new ShopwardenError('SW_ADMIN_API_ANSWER', 'The answer is not in the published form of this API', {
          where: path,
          fix: 'Check kind and url, and that nothing stands before the API (a maintenance page, a wall against robots).',
        })
      return xml.includes('<fault>') ? undefined : xml
    }
    const session = /<value>\s*<string>([\w-]{1,200})<\/string>/.exec((await call('login', partsOf(secret))) ?? '')?.[1]
    if (!session)
      throw refused('The shop refuses user or API key', 'Check the environment variable that tokenEnv names.')
    const told = await call('call', [session, 'core_magento.info'])
    await call('endSession', [session])
    if (told === undefined)
      throw refused('The API user may not ask for the version', 'Give its role the resource Core › Magento info.')
    const version = member(told, 'openmage_version')
    const base = member(told, 'magento_version')
    return {
      platform: version ? 'openmage' : 'magento1',
      version,
      ...(version === undefined && base && { line: `Magento ${base}, or an OpenMage before 19.4.16 or 20.0.13 on it` }),
      where: path,
      extensions: [],
      unversioned: [],
      runtimes: [],
      notTold: [
        ...(version ? [] : [`the exact version (it is Magento ${base ?? '1'}, or an early OpenMage built on it)`]),
        'extensions',
        'patches',
        'PHP and the database',
      ],
    }
  },
}
