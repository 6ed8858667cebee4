import type { z } from 'zod'
import { handshake } from '../../net/tls.ts'
import { scanTls } from '../../net/tls-scan/scan.ts'
import type { tlsFact } from './schema.ts'

export type TlsFacts = z.infer<typeof tlsFact.value>

/** Looks at one TLS endpoint: what it agrees to, and its certificate. `failed` when no handshake succeeded. */
export async function lookAtTls(
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<TlsFacts | { failed: string }> {
  const [best, scan] = await Promise.all([handshake({ host, port, signal }), scanTls(host, port, { signal })])
  if ('failed' in best && scan.protocols.length === 0) return { failed: best.failed }
  return {
    offered: scan.protocols,
    classes: scan.classes,
    postQuantum: scan.postQuantum,
    plainHttpOnly: false,
    ...(!('failed' in best) && {
      cipher: best.cipher,
      certificate: best.certificate,
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

const dayMs = 86_400_000

/** What is wrong with an endpoint, worst first, as PCI DSS 4.2.1 and RFC 9325 see it. Pure. */
export function tlsFaults(facts: TlsFacts, now: Date): TlsFault[] {
  const faults: TlsFault[] = []
  if (facts.plainHttpOnly) return [{ kind: 'broken', text: 'it is served without encryption' }]
  const { certificate, chainError } = facts
  if (certificate && Date.parse(certificate.validTo) < now.getTime())
    faults.push({ kind: 'broken', text: `its certificate ran out on ${certificate.validTo.slice(0, 10)}` })
  else if (chainError) faults.push({ kind: 'broken', text: `its certificate is not trusted (${chainError})` })
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
