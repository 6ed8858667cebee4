import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { answerQuestion } from '../../../core/answer.ts'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { areaState, choice, type Options, stateOption, writeAnswer } from '../../../core/options.ts'
import { shopSchema } from '../../../core/shop.ts'
import { EvidenceView } from '../../../core/view.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { writeAtomically } from '../../../store/files.ts'
import { discoveryProbe } from '../discover/probe.ts'
import { documentsProbe, pageProbe, tlsProbe } from '../probe.ts'
import { readProviders } from '../providers.ts'
import { question } from '../question.ts'
import { type Answers, answersTemplate, readAnswers } from '../saq/answers.ts'
import { evidenceFile, lookWith } from '../saq/collect.ts'
import { decide } from '../saq/decide.ts'
import { knownFrom, ownRows } from '../saq/known.ts'
import { type Answered, readRequirements, viewRequirements } from '../saq/requirements.ts'
import { saqText, type SaqView } from '../saq/view.ts'
import { checkoutFact } from '../schema.ts'
import { browserProbeWith } from '../watch/probe.ts'
import { readWay, wayOptions } from './steps.ts'
import { neededUrl } from './needed.ts'

const reportSchema = z.object({
  answers: z.array(
    z.object({
      criteria: z.array(
        z.object({
          id: z.string(),
          verdict: z.enum(['yes', 'partly', 'no', 'unknown']),
          because: z.string(),
          evidence: z.array(z.string()),
          basis: z.enum(['measured', 'attested', 'none']),
        }),
      ),
    }),
  ),
})

/** Answers of an audit's JSON report. @throws SW_PAYMENT_REPORT */
function auditAnswers(file: string): Answered[] {
  try {
    const report = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return report.answers.flatMap((answer) => answer.criteria)
  } catch (cause) {
    throw new ShopwardenError('SW_PAYMENT_REPORT', 'This is no report of an audit', {
      where: file,
      fix: 'Give the report.json that "shopwarden audit" wrote.',
      cause,
    })
  }
}

const fileOption = (options: Options, name: string, io: CommandIo): string | undefined =>
  typeof options[name] === 'string' ? resolve(io.cwd, options[name]) : undefined

function shopOf(url: string, options: Options, io: CommandIo) {
  const listed = (name: string) => {
    const given = options[name]
    return typeof given === 'string' ? given.split(',').map((file) => resolve(io.cwd, file.trim())) : []
  }
  return shopSchema.parse({
    name: new URL(url).host,
    urls: { storefront: url, checkout: url },
    allowPrivateAddresses: true,
    documents: listed('documents').map((file) => ({ file, kind: 'asv' })),
    databases: listed('data').map((dump) => ({ dump })),
  })
}

async function look(url: string, options: Options, io: CommandIo): Promise<SaqView> {
  const stateDir = join(areaState(options, io, 'payment'), '..')
  const at = io.now().toISOString()
  const shop = shopOf(url, options, io)
  const http = createHttpClient({
    hosts: new Set([new URL(url).host, new URL(url).hostname]),
    allowPrivateAddresses: true,
    signal: io.signal,
  })
  const probes = [
    tlsProbe,
    pageProbe,
    browserProbeWith(readWay(options, io)),
    documentsProbe,
    ...(shop.databases.length > 0 ? [discoveryProbe] : []),
  ]
  const evidence = await lookWith(probes, shop, io, { stateDir, http })
  const view = new EvidenceView(evidence, io.now())
  const own = answerQuestion(question, { view, shop, attestations: [], waivers: [] }).criteria
  const report = fileOption(options, 'audit', io)
  const answers = [...own.filter((item) => item.verdict !== 'unknown'), ...(report ? auditAnswers(report) : [])]
  const file = fileOption(options, 'answers', io)
  const given: { answers?: Answers; expired?: string } = file ? readAnswers(file, io.now()) : {}
  const checkout = view.latest(checkoutFact)
  const { providers, asOf } = readProviders(io.knowledgeDir)
  const known = knownFrom(view, given.answers, providers)
  const why = view.whyUnknown(checkoutFact)
  const decision = decide(
    checkout?.value ?? { ways: [], parts: [], obstacles: why ? [why.reason.replace(/\.$/, '')] : [] },
    known,
  )
  const { requirements, standard, asOf: requirementsAsOf } = readRequirements(io.knowledgeDir)
  const where = evidenceFile(stateDir, at)
  writeAtomically(where, `${JSON.stringify(evidence, null, 2)}\n`)
  return {
    url,
    at,
    standard,
    factsAsOf: { requirements: requirementsAsOf, providers: asOf },
    ...decision,
    toConfirm: [...(given.expired ? [given.expired] : []), ...decision.toConfirm],
    ...(given.answers && { confirmedBy: `${given.answers.by}, ${given.answers.on}` }),
    parts: checkout?.value.parts ?? [],
    rows: viewRequirements(requirements, decision.saq, answers, given.answers?.statements ?? {}, ownRows(view)),
    evidenceFile: where,
  }
}

async function write(view: SaqView, format: string, options: Options, io: CommandIo): Promise<void> {
  if (format === 'text') return writeAnswer(saqText(view), options, io)
  if (format === 'json') return writeAnswer(JSON.stringify(view, null, 2), options, io)
  // The libraries that draw are loaded only when they are wanted.
  const { saqCsv, saqPdf, saqXlsx } = await import('../saq/export.ts')
  if (format === 'csv') return writeAnswer(saqCsv(view), options, io)
  const out = fileOption(options, 'out', io)
  if (out === undefined)
    throw new ShopwardenError('SW_CLI_OPTION', `${format} needs a file to be written to`, {
      fix: `Add --out pci.${format}.`,
    })
  writeFileSync(out, format === 'xlsx' ? await saqXlsx(view) : await saqPdf(view))
}

/** `shopwarden payment saq URL` */
export const saqVerb: Verb = {
  summary: 'Which SAQ applies and why, and PCI DSS requirement by requirement for the assessor',
  arguments: ['[url]'],
  options: [
    ...wayOptions,
    { flags: '--answers <file>', description: "the owner's confirmations (YAML)" },
    { flags: '--template', description: 'write a file of answers to fill in' },
    { flags: '--audit <file>', description: 'report.json of an audit: its answers fill further requirements' },
    { flags: '--documents <files>', description: 'ASV reports and attestations of compliance, comma-separated' },
    {
      flags: '--data <files>',
      description: 'dumps, exports or folders to search for stored card numbers, comma-separated',
    },
    { flags: '--format <format>', description: 'text, json, csv, xlsx or pdf', default: 'text' },
    { flags: '--out <file>', description: 'write the answer to a file' },
    stateOption,
  ],
  async run([given], options, io) {
    if (options['template'] === true) {
      writeAnswer(answersTemplate(readRequirements(io.knowledgeDir).requirements), options, io)
      return 0
    }
    const url = neededUrl(given)
    const format = choice(options, 'format', ['text', 'json', 'csv', 'xlsx', 'pdf'], 'text')
    for (const name of ['answers', 'audit']) {
      const file = fileOption(options, name, io)
      if (file !== undefined && !existsSync(file))
        throw new ShopwardenError('SW_PAYMENT_PATH', 'There is no such file', { where: file, fix: 'Check the path.' })
    }
    const view = await look(url, options, io)
    await write(view, format, options, io)
    if (view.saq === 'unknown') return 3
    return view.rows.some((row) => row.result === 'not in place') ? 1 : 0
  },
}
