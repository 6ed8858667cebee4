import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { type AdminApi, partsOf } from './contract.ts'
import { maybeVersion } from './words.ts'

const answer = <T>(result: z.ZodType<T>) =>
  z.object({
    result: result.nullish(),
    error: z.object({ code: z.union([z.number(), z.string()]) }).nullish(),
  })
const session = answer(z.string().regex(/^[\w-]{1,200}$/))
/** Mage_Core_Model_Magento_Api::info */
const info = answer(z.object({ openmage_version: maybeVersion, magento_version: maybeVersion }))

/** OpenMage's JSON-RPC: log in, ask `core_magento.info`, log out. Magento 1 itself never had this adapter. */
export const openmage: AdminApi = {
  kind: 'openmage',
  secret: '"user:API key" of an API user whose role has Core › Magento info',
  pair: true,
  async read(ask, secret) {
    const path = '/api/jsonrpc'
    const call = async <T>(shape: z.ZodType<T>, method: string, params: unknown[]) =>
      ask.json(path, shape, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 }),
      })
    const refused = (what: string, fix: string) =>
      new ShopwardenError('SW_ADMIN_API_REFUSED', what, { where: path, fix })
    const { result: id } = await call(session, 'login', partsOf(secret))
    if (!id) throw refused('The shop refuses user or API key', 'Check the environment variable that tokenEnv names.')
    const told = await call(info, 'call', [id, 'core_magento.info'])
    await call(answer(z.unknown()), 'endSession', [id])
    if (!told.result)
      throw refused('The API user may not ask for the version', 'Give its role the resource Core › Magento info.')
    const { openmage_version: version, magento_version: base } = told.result
    return {
      platform: 'openmage',
      // Releases that state only the Magento they build on leave their own version untold.
      version,
      ...(version === undefined && base && { line: `on Magento ${base}` }),
      where: path,
      extensions: [],
      unversioned: [],
      runtimes: [],
      notTold: [
        ...(version === undefined ? ['its own version (this release states only the Magento it builds on)'] : []),
        'extensions',
        'PHP and the database',
      ],
    }
  },
}
