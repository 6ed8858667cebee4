import { resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, choice, writeAnswer } from '../../../core/options.ts'
import { continuity } from '../documents/judge.ts'
import { readDocument, type ReadDocument, readVendors } from '../documents/read.ts'

function asText(documents: readonly ReadDocument[], gaps: readonly string[]): string {
  const lines = documents.flatMap((item) => [
    `${item.name}: ${item.about}`,
    ...(item.asv?.certificate ? [`    certificate ${item.asv.certificate}`] : []),
    ...item.problems.map((problem) => `    - ${problem}`),
    ...(item.problems.length === 0 ? ['    nothing wrong was found in it'] : []),
  ])
  if (documents.some((item) => item.asv))
    lines.push('', gaps.length === 0 ? 'Four quarters without a gap.' : `Quarter to quarter: ${gaps.join('; ')}.`)
  lines.push(
    '',
    'Basis: documents seen. Whether they are genuine cannot be checked here; the vendor can confirm the certificate.',
  )
  return lines.join('\n')
}

/** `shopwarden payment asv FILE…` */
export const asvVerb: Verb = {
  summary:
    "Read ASV scan reports and providers' attestations of compliance: dates, result, scope, continuity (PCI DSS 11.3.2)",
  arguments: ['<files...>'],
  options: [
    { flags: '--hosts <hosts>', description: 'payment hosts that the scans must cover, comma-separated' },
    ...answerOptions,
  ],
  async run([given], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const hosts =
      typeof options['hosts'] === 'string' ? options['hosts'].split(',').flatMap((host) => host.trim() || []) : []
    const about = { hosts, vendors: readVendors(io.knowledgeDir), now: io.now() }
    const documents: ReadDocument[] = []
    for (const path of Array.isArray(given) ? given : []) {
      io.signal.throwIfAborted()
      const read = await readDocument(resolve(io.cwd, path), 'other', about)
      if (read === undefined)
        throw new ShopwardenError('SW_PAYMENT_PATH', 'There is no such file', {
          where: path,
          fix: 'Check the path; folders are not read.',
        })
      documents.push(read)
    }
    const { scans, gaps } = continuity(
      documents.flatMap((item) => item.asv ?? []),
      io.now(),
    )
    const answer = { basis: 'document seen', listOfVendorsAsOf: about.vendors.asOf, documents, scans, gaps }
    writeAnswer(format === 'json' ? JSON.stringify(answer, null, 2) : asText(documents, gaps), options, io)
    if (documents.some((item) => item.asv === undefined && item.aoc === undefined)) return 3
    return documents.some((item) => item.problems.length > 0) ? 1 : 0
  },
}
