import type { z } from 'zod'
import { handshake } from '../../net/tls.ts'
import { readHsts } from '../../net/tls-scan/hsts.ts'
import { scanTls } from '../../net/tls-scan/scan.ts'
import type { tlsFact } from './schema.ts'

export type TlsFacts = z.infer<typeof tlsFact.value>

/** Looks at one TLS endpoint: what it agrees to, and its certificate. `failed` when no handshake succeeded. */
export async function lookAtTls(
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<TlsFacts | { failed: string }> {
  const [best, scan, hsts] = await Promise.all([
    handshake({ host, port, signal }),
    scanTls(host, port, { signal }),
    readHsts(host, port, signal),
  ])
  if ('failed' in best && scan.protocols.length === 0) return { failed: best.failed }
  return {
    offered: scan.protocols,
    classes: scan.classes,
    postQuantum: scan.postQuantum,
    plainHttpOnly: false,
    ...(hsts !== undefined && { hsts }),
    ...(!('failed' in best) && {
      cipher: best.cipher,
      staple: best.staple,
      ...(best.certificate && { certificate: best.certificate }),
      ...(best.chainError && { chainError: best.chainError }),
    }),
  }
}

const oldProtocols = new Set(['SSL 3.0', 'TLS 1.0', 'TLS 1.1'])
const weakClasses: Readonly<Record<string, string>> = {
  null: 'suites without encryption',
  anonymous: 'suites without authentication',
  export: 'export suites',
  rc4: 'RC4',
  des: 'DES',
  '3des': '3DES',
}

export interface TlsFault {
  /** `broken`: nobody should trust this connection; `weak`: forbidden by current practice; `soon`: about to break. */
  kind: 'broken' | 'weak' | 'soon'
  text: string
}

/** Below 112 bits of strength (NIST SP 800-57 part 1, table 2). */
const weakKey = ({ key, bits }: NonNullable<TlsFacts['certificate']>) =>
  bits !== undefined && (key === 'ec' ? bits < 224 : bits < 2048 && /^(rsa|dsa)/.test(key ?? ''))

const dayMs = 86_400_000

/** What HSTS promises (RFC 6797), in words; half a year is what testssl.sh and preload lists call enough. */
export function hstsWords(header: string | undefined): string {
  if (header === undefined) return 'unknown: no answer to a request came'
  if (header === '') return 'no: send Strict-Transport-Security: max-age=31536000'
  const seconds = Number(/(?:^|;)\s*max-age\s*=\s*"?(\d{1,12})/i.exec(header)?.[1] ?? Number.NaN)
  if (Number.isNaN(seconds)) return 'no: the header has no readable max-age'
  if (seconds === 0) return 'no: max-age=0 switches it off'
  const days = Math.floor(seconds / 86_400)
  const more = [/includesubdomains/i.test(header) && 'with subdomains', /preload/i.test(header) && 'preload']
  const words = [`${days} days`, ...more.filter(Boolean)].join(', ')
  return days >= 180 ? `yes, ${words}` : `too short: ${words}`
}

/** What is wrong with an endpoint, worst first, as PCI DSS 4.2.1 and RFC 9325 see it. Pure. */
export function tlsFaults(facts: TlsFacts, now: Date): TlsFault[] {
  const faults: TlsFault[] = []
  if (facts.plainHttpOnly) return [{ kind: 'broken', text: 'it is served without encryption' }]
  const { certificate, chainError } = facts
  if (certificate && Date.parse(certificate.validTo) < now.getTime())
    faults.push({ kind: 'broken', text: `its certificate ran out on ${certificate.validTo.slice(0, 10)}` })
  else if (chainError) faults.push({ kind: 'broken', text: `its certificate is not trusted (${chainError})` })
  if (facts.staple === 'revoked') faults.push({ kind: 'broken', text: 'its certificate was revoked (OCSP)' })
  else if (certificate?.mustStaple && facts.staple !== undefined && facts.staple !== 'good')
    faults.push({ kind: 'broken', text: 'its certificate asks for an OCSP answer that the server does not send' })
  if (certificate && certificate.validTo === '')
    faults.push({ kind: 'broken', text: 'its certificate holds no readable date' })
  if (certificate && weakKey(certificate))
    faults.push({ kind: 'weak', text: `its key is short (${certificate.key} ${certificate.bits} bits)` })
  if (/md5|sha1(?!\d)/i.test(certificate?.signature ?? ''))
    faults.push({ kind: 'weak', text: `its certificate is signed with ${certificate?.signature}` })
  const old = facts.offered.filter((protocol) => oldProtocols.has(protocol))
  if (old.length > 0) faults.push({ kind: 'weak', text: `it still offers ${old.join(', ')}` })
  const weak = facts.classes.flatMap((name) => weakClasses[name] ?? [])
  if (weak.length > 0) faults.push({ kind: 'weak', text: `it agrees to ${weak.join(', ')}` })
  if (!facts.offered.includes('TLS 1.2') && !facts.offered.includes('TLS 1.3'))
    faults.push({ kind: 'weak', text: 'it offers neither TLS 1.2 nor TLS 1.3' })
  if (
    certificate &&
    Date.parse(certificate.validTo) >= now.getTime() &&
    Date.parse(certificate.validTo) - now.getTime() < 14 * dayMs
  )
    faults.push({ kind: 'soon', text: `its certificate runs out on ${certificate.validTo.slice(0, 10)}` })
  return faults
}
