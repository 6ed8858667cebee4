import { header, type HttpResponse } from '../../core/http.ts'

/** Networks that filter attacks, by the header that only they set. Source: the providers' documentation. */
const shields: readonly { name: string; header: string; value?: RegExp }[] = [
  { name: 'Cloudflare', header: 'cf-ray' },
  { name: 'Fastly', header: 'x-served-by', value: /^cache-/ },
  { name: 'Akamai', header: 'x-akamai-transformed' },
  { name: 'Akamai', header: 'server', value: /AkamaiGHost|AkamaiNetStorage/ },
  { name: 'Amazon CloudFront', header: 'x-amz-cf-id' },
  { name: 'Google Cloud CDN', header: 'via', value: /google/i },
  { name: 'Azure Front Door', header: 'x-azure-ref' },
  { name: 'Imperva', header: 'x-iinfo' },
  { name: 'Sucuri', header: 'x-sucuri-id' },
  { name: 'bunny.net', header: 'cdn-pullzone' },
  { name: 'Vercel', header: 'x-vercel-id' },
  { name: 'Shopify', header: 'x-shopid' },
]

export function shieldOf(response: HttpResponse): string | undefined {
  return shields.find((shield) => {
    const value = header(response, shield.header)
    return value !== undefined && (shield.value === undefined || shield.value.test(value))
  })?.name
}

/** Whether a shared cache answered, by the headers caches set (RFC 9211, RFC 9111, and the common older ones). */
export function fromCache(response: HttpResponse): boolean {
  if (Number(header(response, 'age') ?? 0) > 0) return true
  return ['cache-status', 'cf-cache-status', 'x-cache', 'x-cache-status', 'x-varnish-cache'].some((name) =>
    /\bhit\b/i.test(header(response, name) ?? ''),
  )
}
