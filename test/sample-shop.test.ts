import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { AREAS } from '../src/core/areas.ts'
import { VERSION } from '../src/core/version.ts'
import { auditResultSchema, type AuditResult } from '../src/audit/result.ts'
import { verifyLedger } from './helpers/cli.ts'
import { emptyFolder, type Ended, shopwarden } from './helpers/shopwarden.ts'

const root = join(import.meta.dirname, '..')
const main = join(root, 'src/cli/main.ts')

const verdictOf = (result: AuditResult, criterion: string) =>
  result.answers.flatMap((answer) => answer.criteria).find((item) => item.id === criterion)?.verdict

describe('audit of the sample shop', () => {
  const cwd = emptyFolder()
  let flawed: AuditResult
  let repaired: AuditResult
  let ran: Ended
  beforeAll(async () => {
    ran = await shopwarden(['audit', '--format', 'json'], cwd)
    flawed = auditResultSchema.parse(JSON.parse(ran.stdout))
    repaired = auditResultSchema.parse(
      JSON.parse((await shopwarden(['audit', '--repaired', '--format', 'json'], cwd)).stdout),
    )
  })

  it('answers all thirteen questions, and says with 3 that it could not look everywhere', () => {
    expect(flawed.answers.filter((answer) => answer.number > 0).map((answer) => answer.question)).toEqual([...AREAS])
    expect(ran.status).toBe(3)
  })

  it('finds the exposed files of truth.json by content, each where it is', () => {
    const exposed = flawed.evidence
      .flatMap((item) => item.findings)
      .filter((finding) => finding.rule.startsWith('pentest/exposed'))
    const places = exposed.map((finding) => new URL(finding.location.uri).pathname).sort()
    expect(places).toEqual(expect.arrayContaining(['/.env', '/.git/config', '/backup.sql']))
    expect(verdictOf(flawed, 'pentest.exposure')).toBe('no')
  })

  it('finds the injection and the traversal in its code, and neither in the repaired one', () => {
    const places = (result: AuditResult) =>
      result.evidence
        .flatMap((item) => item.findings)
        .filter((finding) => finding.area === 'code')
        .map((finding) => `${finding.rule} ${finding.location.uri}`)
    expect(places(flawed)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^code\/sql-injection .*catalogue\.ts/),
        expect.stringMatching(/^code\/path-traversal .*files\.ts/),
      ]),
    )
    expect(places(repaired)).toEqual([])
  })

  it('sees the repairs, and what changed', () => {
    for (const criterion of [
      'pentest.exposure',
      'payment.headers',
      'disputes.shipping-notes',
      'resilience.slow-clients',
    ])
      expect([criterion, verdictOf(repaired, criterion)]).toEqual([criterion, 'yes'])
    expect(repaired.score.score).toBeGreaterThan(flawed.score.score)
    expect(repaired.changes?.goneFindings.length).toBeGreaterThanOrEqual(3)
  })

  it('leaves a ledger and a report that verify', async () => {
    expect((await shopwarden(['ledger', 'verify'], cwd)).stdout).toMatch(/^sound/)
    expect((await shopwarden(['report', 'verify'], cwd)).stdout).toMatch(/^sound/)
  })

  it('writes JSON that fits the published schema, and SARIF that fits the official one', async () => {
    const schema = JSON.parse((await shopwarden(['schema', 'report'], cwd)).stdout)
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
    expect(validate(flawed), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true)
    const sarif = JSON.parse(readFileSync(join(cwd, 'shopwarden-report', 'report.sarif'), 'utf8'))
    expect(sarif.version).toBe('2.1.0')
  })

  it('keeps no secret of the shop in ledger or report', () => {
    const written = ['report.json', 'report.html', 'report.sarif']
      .map((name) => readFileSync(join(cwd, 'shopwarden-report', name), 'utf8'))
      .join()
    expect(written).not.toContain('not-a-real-password')
    expect(written).not.toMatch(/shop_session=\d/)
  })
})

describe('wrong use', () => {
  it('exits with 2, a code, a place and a next step', async () => {
    const cwd = emptyFolder()
    const cases: [string[], RegExp][] = [
      [['audit', 'shop.example'], /SW_CLI_URL.*https/],
      [['audit', '--shop', 'missing.yaml'], /SW_SHOP_FILE.*missing\.yaml/],
      [['audit', '--fail-on', 'terrible', 'http://127.0.0.1:1'], /SW_CLI_FAIL_ON.*critical/],
      [['nonsense'], /unknown command/],
      [['schema', 'everything'], /SW_CLI_SCHEMA.*shop, report/],
    ]
    for (const [args, expected] of cases) {
      const { status, stderr } = await shopwarden(args, cwd)
      expect([args, status]).toEqual([args, 2])
      expect(stderr).toMatch(expected)
      expect(stderr).not.toContain('    at ')
    }
  })

  it('says unknown with the reason for a shop that cannot be reached, and goes on', async () => {
    const { status, stdout } = await shopwarden(['audit', 'http://127.0.0.1:9', '--format', 'json'], emptyFolder())
    const result = auditResultSchema.parse(JSON.parse(stdout))
    expect(status).toBe(3)
    expect(result.evidence.find((item) => item.fact === 'pentest.exposure')?.couldNotLook?.reason).toMatch(/SW_NET_/)
    expect(verdictOf(result, 'pentest.exposure')).toBe('unknown')
  })

  it('lets two audits run at once on one workspace', async () => {
    const cwd = emptyFolder()
    await Promise.all(['one', 'two'].map((out) => shopwarden(['audit', 'http://127.0.0.1:9', '--out', out], cwd)))
    expect(await verifyLedger(cwd)).toMatch(/^sound/)
    expect(existsSync(join(cwd, 'two', 'report.pdf'))).toBe(true)
  })

  it('files what a person states, and counts it in the next audit', async () => {
    const cwd = emptyFolder()
    writeFileSync(
      join(cwd, 'answers.yaml'),
      'answers:\n  - criterion: pentest.done\n    verdict: "yes"\n    by: Anna, CTO\n    statement: Tested in May\n',
    )
    await shopwarden(['audit', 'http://127.0.0.1:9'], cwd)
    const filed = await shopwarden(['interview', '--name', '127.0.0.1', '--answers', 'answers.yaml'], cwd)
    expect(filed.stdout).toContain('1 statement(s) filed')
    const result = auditResultSchema.parse(
      JSON.parse((await shopwarden(['audit', 'http://127.0.0.1:9', '--format', 'json'], cwd)).stdout),
    )
    const item = result.answers
      .flatMap((answer) => answer.criteria)
      .find((candidate) => candidate.id === 'pentest.done')
    expect(item).toMatchObject({ verdict: 'yes', basis: 'attested' })
    expect(item?.because).toContain('Anna, CTO')
  })
})

it('has one version everywhere', () => {
  expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version).toBe(VERSION)
  expect(execFileSync(process.execPath, [main, '--version'], { encoding: 'utf8' }).trim()).toBe(VERSION)
})

it('writes a shop.yaml that it reads back, and never over an old one', async () => {
  const cwd = emptyFolder()
  expect((await shopwarden(['init', 'http://127.0.0.1:9'], cwd)).status).toBe(0)
  expect((await shopwarden(['init'], cwd)).stderr).toMatch(/SW_CLI_EXISTS/)
  const result = auditResultSchema.parse(JSON.parse((await shopwarden(['audit', '--format', 'json'], cwd)).stdout))
  expect(result.shop).toEqual({ name: '127.0.0.1', url: 'http://127.0.0.1:9' })
})
