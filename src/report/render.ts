import { hash } from 'node:crypto'
import type { Signer } from '../audit/keys.ts'
import type { AuditResult } from '../audit/result.ts'
import { canonicalJson } from '../core/json.ts'
import { toSarif } from '../core/sarif.ts'
import { htmlReport } from './html.ts'
import { reportModel } from './model.ts'
import { pdfReport } from './pdf.ts'

export interface RenderedFile {
  name: string
  content: string | Buffer
}

/** Name of the file that holds hashes and signature of the others. */
export const SIGNATURE_FILE = 'report.sig.json'

/** The text that the signature covers. */
export function signedText(files: Record<string, string>): string {
  return `shopwarden-report\n${canonicalJson(files)}`
}

/** Every format of a report, and the signature over their hashes. */
export async function renderAll(result: AuditResult, signer: Signer): Promise<RenderedFile[]> {
  const model = reportModel(result)
  const findings = result.evidence.flatMap((item) => item.findings)
  const files: RenderedFile[] = [
    { name: 'report.json', content: `${JSON.stringify(result, null, 2)}\n` },
    { name: 'report.html', content: htmlReport(model) },
    { name: 'report.pdf', content: await pdfReport(model, new Date(result.finishedAt)) },
    { name: 'report.sarif', content: `${JSON.stringify(toSarif(findings, result.version), null, 2)}\n` },
  ]
  const hashes = Object.fromEntries(files.map((file) => [file.name, hash('sha256', file.content, 'hex')]))
  const signature = { files: hashes, signature: signer.sign(signedText(hashes)), publicKey: signer.publicKey }
  return [...files, { name: SIGNATURE_FILE, content: `${JSON.stringify(signature, null, 2)}\n` }]
}
