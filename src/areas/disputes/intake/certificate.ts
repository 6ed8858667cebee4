import { readFileSync } from 'node:fs'
import { ShopwardenError } from '../../../core/errors.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { isPayPalCertUrl } from './signature.ts'

/** PayPal's certificates, each fetched once. `pinned`: a copy (or its public key) kept by the shop; nothing is fetched then. */
export function certificateSource(pinned: string | undefined, signal?: AbortSignal): (url: string) => Promise<string> {
  const known = new Map<string, string>()
  if (pinned) return async () => readFileSync(pinned, 'utf8')
  return async (url) => {
    if (!isPayPalCertUrl(url))
      throw new ShopwardenError('SW_DISPUTES_SIGNATURE', 'The certificate is not at PayPal', {
        where: url.slice(0, 200),
      })
    const found = known.get(url)
    if (found) return found
    const hosts = new Set([new URL(url).hostname])
    const http = createHttpClient({ hosts, allowPrivateAddresses: false, ...(signal && { signal }) })
    const response = await http.request(url, { maxBytes: 100_000 })
    if (response.status !== 200)
      throw new ShopwardenError(
        'SW_DISPUTES_CERTIFICATE',
        `PayPal's certificate could not be fetched (${response.status})`,
        { where: url },
      )
    if (known.size > 20) known.clear()
    known.set(url, response.body.toString('utf8'))
    return known.get(url)!
  }
}
