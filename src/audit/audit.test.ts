import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Area } from '../core/area.ts'
import { ShopwardenError } from '../core/errors.ts'
import { defineFact } from '../core/fact.ts'
import { fromLatest, no, yes } from '../core/judge.ts'
import type { Need, Probe, Touch } from '../core/probe.ts'
import { shopSchema } from '../core/shop.ts'
import { createHttpClient } from '../net/http-client.ts'
import { audit, type AuditOptions } from './audit.ts'
import { readHead, readRows } from './ledger.ts'
import { answerAll, readPast } from './past.ts'
import { fileStatements, openQuestions, readAnswersFile } from './statements.ts'
import { EvidenceView } from '../core/view.ts'
import { verifyLedger } from './verify-ledger.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const fact = defineFact('leaks', 'example', z.object({ good: z.boolean() }), 30)

/** A small area whose one probe does what a case needs. */
function area(run: Probe['run'], probe: { needs?: Need[]; touch?: Touch; timeLimitSeconds?: number } = {}): Area {
  return {
    name: 'leaks',
    probes: [
      {
        id: 'leaks/example',
        version: '1',
        area: 'leaks',
        needs: [],
        touch: 'passive',
        facts: [fact],
        timeLimitSeconds: 5,
        ...probe,
        run,
      },
    ],
    question: {
      id: 'leaks',
      number: 12,
      asks: 'Is it good?',
      why: 'Because.',
      criteria: [
        {
          id: 'leaks.good',
          asks: 'Is it good?',
          points: 100,
          judge: fromLatest(fact, 'Look.', (seen) => (seen.value.good ? yes(seen, 'Good.') : no(seen, 'Bad.'))),
          advice: { step: 'Make it good', how: 'So.', effort: 'hours', owner: 'CTO' },
          attest: { ask: 'Is it good?', validDays: 10 },
        },
      ],
    },
  }
}

const sees =
  (good: boolean): Probe['run'] =>
  async (_, context) =>
    context.observe(fact, 'shop', { good })

let workspace: Workspace
let clock: Date
beforeEach(async () => {
  workspace = await openWorkspace(mkdtempSync(join(tmpdir(), 'sw-audit-')), undefined)
  clock = new Date('2026-04-01T00:00:00Z')
})
afterEach(() => workspace.close())

const shop = shopSchema.parse({ name: 'Test shop' })
const run = (areas: Area[], more: Partial<AuditOptions> = {}) =>
  audit({
    shop,
    areas,
    extraQuestions: [],
    workspace,
    http: createHttpClient({ hosts: new Set(), allowPrivateAddresses: false }),
    knowledgeDir: '',
    stateDir: workspace.dir,
    chromium: undefined,
    touch: 'passive',
    now: () => clock,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...more,
  })

const criterion = (result: Awaited<ReturnType<typeof run>>) => result.answers[0]!.criteria[0]!

describe('one audit', () => {
  it('answers from what a probe saw', async () => {
    const result = await run([area(sees(true))])
    expect(result.answers[0]).toMatchObject({ verdict: 'yes', basis: 'measured' })
    expect(result.score).toMatchObject({ score: 100, coverage: 100 })
    expect(result.roadmap).toEqual([])
  })

  it.each<[string, Probe['run'], Parameters<typeof area>[1], RegExp]>([
    [
      'a probe that fails',
      () => Promise.reject(new ShopwardenError('SW_LEAKS_TEST', 'It broke', { fix: 'Mend it.' })),
      {},
      /SW_LEAKS_TEST: It broke/,
    ],
    ['a probe with a fault of ours', () => Promise.reject(new TypeError('x is undefined')), {}, /x is undefined/],
    ['a probe that hangs', () => new Promise(() => undefined), { timeLimitSeconds: 0.05 }, /longer than 0\.05 s/],
    ['a probe that lacks something', sees(true), { needs: ['url'] }, /No address of the shop/],
    ['a probe that may not touch', sees(true), { touch: 'intrusive' }, /was not allowed/],
  ])('says unknown with the reason for %s', async (_, probe, options, reason) => {
    const item = criterion(await run([area(probe, options)]))
    expect(item.verdict).toBe('unknown')
    expect(item.because).toMatch(reason)
    expect(item.fix).toBeTruthy()
  })

  it('keeps what was seen before an interruption, and says that it was one', async () => {
    const stop = new AbortController()
    const slow: Probe['run'] = async (_, context) => {
      context.observe(fact, 'shop', { good: true })
      stop.abort()
      await new Promise(() => undefined)
    }
    const result = await run([area(slow)], { signal: stop.signal })
    expect(result.interrupted).toBe(true)
    expect(criterion(result).verdict).toBe('yes')
  })

  it('refuses evidence of a wrong shape', async () => {
    const wrong: Probe['run'] = async (_, context) => context.observe(fact, 'shop', { good: 'very' } as never)
    expect(criterion(await run([area(wrong)])).verdict).toBe('unknown')
  })

  it('keeps artefacts under their hash', async () => {
    const keeps: Probe['run'] = async (_, context) => {
      const artefact = await context.keep(Buffer.from('raw'), 'text/plain')
      context.observe(fact, 'shop', { good: true }, { artefacts: [artefact] })
    }
    const result = await run([area(keeps)])
    expect(result.evidence[0]?.artefacts[0]).toMatchObject({ bytes: 3, mediaType: 'text/plain' })
  })
})

describe('successive audits', () => {
  it('show what changed, and the trend', async () => {
    await run([area(sees(false))])
    clock = new Date('2026-04-02T00:00:00Z')
    const second = await run([area(sees(true))])
    expect(second.changes?.answers).toEqual([
      { question: 'leaks', criterion: 'leaks.good', before: 'no', after: 'yes' },
    ])
    expect(second.trend.map((point) => point.score)).toEqual([0, 100])
  })

  it('still count an older observation when the next look fails, until it runs out', async () => {
    await run([area(sees(true))])
    clock = new Date('2026-04-20T00:00:00Z')
    const fails: Probe['run'] = () => Promise.reject(new Error('down'))
    expect(criterion(await run([area(fails)])).verdict).toBe('yes')
    clock = new Date('2026-06-20T00:00:00Z')
    expect(criterion(await run([area(fails)])).verdict).toBe('unknown')
  })
})

describe('a wrong clock', () => {
  it('that was ahead once does not hide what is seen now', async () => {
    clock = new Date('2030-01-01T00:00:00Z')
    await run([area(sees(true))])
    clock = new Date('2026-04-01T00:00:00Z')
    expect(criterion(await run([area(sees(false))])).verdict).toBe('no')
  })

  it('makes an observation from a day yet to come unknown, with the reason', async () => {
    clock = new Date('2030-01-01T00:00:00Z')
    await run([area(sees(true))])
    clock = new Date('2026-04-01T00:00:00Z')
    const later = criterion(await run([area(() => Promise.resolve())]))
    expect(later.verdict).toBe('unknown')
    expect(later.because).toContain('2030-01-01 00:00 UTC, which is yet to come')
  })

  it('a few minutes apart does not matter', async () => {
    clock = new Date('2026-04-01T00:10:00Z')
    await run([area(sees(true))])
    clock = new Date('2026-04-01T00:00:00Z')
    expect(criterion(await run([area(() => Promise.resolve())])).verdict).toBe('yes')
  })
})

describe('what people state', () => {
  const blind = area(async (_, context) => context.couldNotLook(fact, 'shop', 'It is dark.', 'Switch on the light.'))
  const file = (text: string) => {
    const path = join(workspace.dir, 'answers.yaml')
    writeFileSync(path, text)
    return readAnswersFile(path)
  }
  const state = async (text: string) => {
    const past = await readPast(workspace, shop.name)
    const answers = answerAll([blind.question], new EvidenceView(past.evidence, clock), shop, past)
    return fileStatements(workspace, shop.name, answers, file(text), { cwd: workspace.dir, now: clock })
  }

  it('counts where nothing was measured, until it runs out; documents are kept', async () => {
    writeFileSync(join(workspace.dir, 'proof.pdf'), '%PDF-')
    await state('answers:\n  - {criterion: leaks.good, verdict: "yes", by: Anna, documents: [proof.pdf]}\n')
    const item = criterion(await run([blind]))
    expect(item).toMatchObject({
      verdict: 'yes',
      basis: 'attested',
      attestation: { by: 'Anna', documents: [{ name: 'proof.pdf', mediaType: 'application/pdf' }] },
    })
    clock = new Date('2026-04-12T00:00:00Z')
    expect(criterion(await run([blind])).verdict).toBe('unknown')
  })

  it('never overrules what was measured', async () => {
    await state('answers:\n  - {criterion: leaks.good, verdict: "yes", by: Anna}\n')
    expect(criterion(await run([area(sees(false))]))).toMatchObject({ verdict: 'no', basis: 'measured' })
  })

  it('can be withdrawn', async () => {
    await state('answers:\n  - {criterion: leaks.good, verdict: "yes", by: Anna}\n')
    clock = new Date('2026-04-01T01:00:00Z')
    await state('withdraw:\n  - {criterion: leaks.good, by: Anna}\n')
    expect(criterion(await run([blind])).verdict).toBe('unknown')
  })

  it('accepts a risk for a time: off the roadmap, without points', async () => {
    await state('waivers:\n  - {criterion: leaks.good, reason: known, owner: CEO, validUntil: "2026-05-01"}\n')
    const result = await run([area(sees(false))])
    expect(criterion(result).waiver?.owner).toBe('CEO')
    expect(result.roadmap).toEqual([])
    expect(result.score.score).toBe(0)
  })

  it('asks again before an answer runs out', async () => {
    await state('answers:\n  - {criterion: leaks.good, verdict: "yes", by: Anna}\n')
    const past = await readPast(workspace, shop.name)
    const open = openQuestions(answerAll([blind.question], new EvidenceView([], clock), shop, past), clock)
    expect(open.map((item) => item.id)).toEqual(['leaks.good'])
  })

  it.each([
    ['answers:\n  - {criterion: leaks.nothing, verdict: "yes", by: Anna}\n', 'SW_INTERVIEW_CRITERION'],
    [
      'answers:\n  - {criterion: leaks.good, verdict: "yes", by: Anna, documents: [gone.pdf]}\n',
      'SW_INTERVIEW_DOCUMENT',
    ],
    ['answers:\n  - {criterion: leaks.good, verdict: perhaps, by: Anna}\n', 'SW_INTERVIEW_FILE'],
    ['answers: [', 'SW_INTERVIEW_FILE'],
  ])('refuses %j', async (text, code) => {
    await expect((async () => state(text))()).rejects.toMatchObject({ code })
  })
})

it('leaves a ledger that verifies, whatever happened', async () => {
  await run([area(sees(true)), area(() => Promise.reject(new Error('x')))])
  const check = await verifyLedger(
    readRows(workspace.store, shop.name),
    await readHead(workspace.store, shop.name),
    workspace.signer.publicKey,
  )
  expect(check.faults).toEqual([])
  expect(check.records).toBeGreaterThanOrEqual(3)
})
