import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { areas } from '../areas/registry.ts'
import { audit } from '../audit/audit.ts'
import { namedHosts } from '../audit/hosts.ts'
import { readOwnQuestions } from '../audit/own-questions.ts'
import { loadShop } from '../audit/shop-file.ts'
import { openWorkspace } from '../audit/workspace.ts'
import { writeAtomically } from '../store/files.ts'
import type { ExitStatus } from '../core/area.ts'
import { ShopwardenError } from '../core/errors.ts'
import type { Touch } from '../core/probe.ts'
import { atLeast, SEVERITIES, type Severity } from '../core/severity.ts'
import { type Shop, shopSchema } from '../core/shop.ts'
import { namesPrivateAddress } from '../net/addresses.ts'
import { createHttpClient } from '../net/http-client.ts'
import type { AuditResult } from '../audit/result.ts'
import { renderAll } from '../report/render.ts'
import { terminalReport } from '../report/terminal.ts'
import type { Cli } from './cli.ts'
import { installation, workspaceDir } from './places.ts'
import { startSampleShop } from '../audit/sample-shop.ts'

interface AuditFlags {
  shop?: string
  source?: string[]
  root?: string
  name?: string
  out: string
  touch: string
  format: string
  failOn?: string
  color: boolean
  repaired?: boolean
}

/** The shop from shop.yaml and the command line; the command line adds to the file. */
function describeShop(url: string | undefined, flags: AuditFlags, cwd: string): Shop {
  const file =
    flags.shop ??
    (url === undefined && flags.source === undefined && existsSync(resolve(cwd, 'shop.yaml')) ? 'shop.yaml' : undefined)
  const base: Shop =
    file === undefined
      ? shopSchema.parse({ name: flags.name ?? (url ? new URL(url).hostname : 'my shop') })
      : loadShop(resolve(cwd, file))
  const storefront = url ?? base.urls.storefront
  return shopSchema.parse({
    ...base,
    urls: { ...base.urls, ...(storefront && { storefront }) },
    allowPrivateAddresses:
      base.allowPrivateAddresses || (storefront !== undefined && namesPrivateAddress(new URL(storefront).hostname)),
    sources: [...base.sources, ...(flags.source ?? []).map((path) => ({ path: resolve(cwd, path) }))],
    hosts: [...base.hosts, ...(flags.root ? [{ root: resolve(cwd, flags.root) }] : [])],
  })
}

function exitStatus(result: AuditResult, failOn: Severity | undefined): ExitStatus {
  if (
    failOn !== undefined &&
    result.evidence.some((item) => item.findings.some((finding) => atLeast(finding.severity, failOn)))
  )
    return 1
  return result.interrupted || result.score.coverage < 100 ? 3 : 0
}

function severity(text: string | undefined): Severity | undefined {
  if (text === undefined || (SEVERITIES as readonly string[]).includes(text)) return text as Severity | undefined
  throw new ShopwardenError('SW_CLI_FAIL_ON', `--fail-on takes one of ${SEVERITIES.join(', ')}, not "${text}"`)
}

async function run(url: string | undefined, flags: AuditFlags, { io, finish }: Cli): Promise<void> {
  if (url !== undefined && !/^https?:\/\/./.test(url)) {
    throw new ShopwardenError('SW_CLI_URL', `"${url}" is not a full address`, {
      fix: 'Write it with https:// or http:// in front.',
    })
  }
  const failOn = severity(flags.failOn)
  const nothingGiven =
    url === undefined &&
    flags.shop === undefined &&
    flags.source === undefined &&
    flags.root === undefined &&
    !existsSync(resolve(io.cwd, 'shop.yaml'))
  const sample = nothingGiven ? await startSampleShop(installation, { repaired: flags.repaired ?? false }) : undefined
  try {
    const shop = sample ? loadShop(sample.shopFile) : describeShop(url, flags, io.cwd)
    const workspace = await openWorkspace(workspaceDir(io.cwd, io.env), io.env['DATABASE_URL'])
    try {
      const quiet = flags.format !== 'text'
      const result = await audit({
        shop,
        areas,
        extraQuestions: readOwnQuestions(shop.questions),
        workspace,
        http: createHttpClient({
          hosts: namedHosts(shop),
          allowPrivateAddresses: shop.allowPrivateAddresses,
          insecureTls: true,
          signal: io.signal,
        }),
        knowledgeDir: io.knowledgeDir,
        // The bundled sample must not count as watched because a real shop beside it is.
        stateDir: sample ? join(workspace.dir, 'sample-shop') : workspace.dir,
        chromium: io.chromium,
        databaseUrl: sample ? undefined : io.env['DATABASE_URL'],
        touch: flags.touch as Touch,
        now: io.now,
        signal: io.signal,
        progress: (probe, message) => {
          if (!quiet) io.stderr.write(`  ${probe}: ${message}\n`)
        },
      })
      const out = resolve(io.cwd, flags.out)
      mkdirSync(out, { recursive: true })
      for (const { name, content } of await renderAll(result, workspace.signer))
        writeAtomically(join(out, name), content, 0o644)
      const color = flags.color && !io.env['NO_COLOR'] && (io.stdout as NodeJS.WriteStream).isTTY === true
      io.stdout.write(
        flags.format === 'json'
          ? `${JSON.stringify(result, null, 2)}\n`
          : terminalReport(result, { color, folder: out }),
      )
      finish(exitStatus(result, failOn))
    } finally {
      await workspace.close()
    }
  } finally {
    await sample?.stop()
  }
}

export function addAuditCommand(program: Command, cli: Cli): void {
  program
    .command('audit')
    .description('Audit a shop; without arguments the bundled sample shop')
    .argument('[url]', 'address of the shop')
    .option('--shop <file>', 'description of the shop (shop.yaml)')
    .option('--source <dir...>', "the shop's source tree")
    .option('--root <dir>', 'root of the server: / for this machine, or where its disk is mounted')
    .option('--name <name>', 'name of the shop in the report')
    .option('--out <dir>', 'where the report is written', 'shopwarden-report')
    .option('--touch <how>', 'passive, active (harmless extra requests) or intrusive', 'active')
    .option('--format <format>', 'text or json on standard output', 'text')
    .option('--fail-on <severity>', 'exit with 1 when a finding is at least this severe')
    .option('--repaired', 'audit the sample shop with its flaws repaired')
    .option('--no-color', 'no colours')
    .action((url: string | undefined, flags: AuditFlags) => run(url, flags, cli))
}
