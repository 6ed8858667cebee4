import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answerQuestion } from '../../core/answer.ts'
import type { Evidence } from '../../core/evidence.ts'
import { observed } from '../../core/fact.ts'
import { shopSchema } from '../../core/shop.ts'
import { EvidenceView } from '../../core/view.ts'
import { question } from './question.ts'
import { servicesFact, type Sign, usageFact } from './schema.ts'
import { signsInPage, signsInSource, signsNamed } from './signs/recognise.ts'
import { lookThroughTree } from './signs/tree.ts'
import { readUsage, recordLook } from './usage.ts'

const now = new Date('2026-11-20T12:00:00Z')
const probe = { id: 'screening/test', version: '1' }
const ids = (signs: Sign[]) => signs.map((sign) => sign.service)

describe('recognising services', () => {
  it.each([
    ['composer.json', '{"require":{"maxmind/minfraud":"^3"}}', ['minfraud']],
    ['package.json', '{"dependencies":{"@maxmind/minfraud-api-node":"6"}}', ['minfraud']],
    ['package.json', '{"dependencies":{"stripe":"17"}}', ['stripe-radar']],
    ['src/Order.php', '<?php $url = "https://api.fraudlabspro.com/v2/order/screen";', ['fraudlabspro']],
    ['src/Order.php', '<?php // https://api.fraudlabspro.com/v2 was dropped', []],
    ['src/Order.php', '<?php echo "sift through the flour";', []],
    ['package.json', '{"dependencies":{"sifter":"1","stripes":"1"}}', []],
  ])('%s %s', (path, text, expected) => {
    expect(ids(signsInSource(path, text))).toEqual(expected)
  })

  it.each([
    ['<script>var _sift = window._sift = []; _sift.push(["_setAccount","x"]);</script>', ['sift']],
    ['<script src="https://cdn-scripts.signifyd.com/api/script-tag.js"></script>', ['signifyd']],
    ['<script src="//beacon.riskified.com?shop=x"></script>', ['riskified']],
    ['<script src="https://js.stripe.com/v3/"></script>', ['stripe-radar']],
    ['<script src="https://device.maxmind.com/js/device.js"></script>', ['minfraud']],
    ['<!-- <script src="https://device.maxmind.com/js/device.js"></script> -->', []],
    ['<p>We compared Signifyd and Forter.</p>', []],
  ])('page %s', (html, expected) => {
    expect(ids(signsInPage('https://shop.example', html))).toEqual(expected)
  })

  it('takes names from shop.yaml', () => {
    expect(ids(signsNamed(['FraudLabs Pro', 'minFraud', 'House brand']))).toEqual([
      'fraudlabspro',
      'minfraud',
      'housebrand',
    ])
  })

  it('looks through a tree without tests and dependencies', async () => {
    const root = mkdtempSync(join(tmpdir(), 'screening-'))
    mkdirSync(join(root, 'node_modules', 'signifyd'), { recursive: true })
    writeFileSync(join(root, 'node_modules', 'signifyd', 'index.js'), '"https://api.signifyd.com"')
    writeFileSync(join(root, 'composer.json'), '{"require":{"siftscience/sift-php":"4"}}')
    const look = await lookThroughTree(root, new AbortController().signal)
    expect([look.files, ids(look.signs)]).toEqual([1, ['sift']])
  })
})

describe('question 9', () => {
  const shop = shopSchema.parse({ name: 'test' })
  const sign = (kind: Sign['kind'], how: Sign['how']): Sign => ({ service: 'x', name: 'X', kind, where: 'w', how })
  const services = (...signs: Sign[]) =>
    observed({ fact: servicesFact, subject: 's', probe, observedAt: now }, { signs, looked: ['s'] })
  const usage = (over: object = {}) =>
    observed(
      { fact: usageFact, subject: 'records', probe, observedAt: now },
      {
        services: ['minfraud'],
        answered: 100,
        failed: 2,
        answeredLastWeek: 50,
        fromCheckoutLastWeek: 50,
        daysLastWeek: 7,
        lastAt: now.toISOString(),
        medianMs: 90,
        p99Ms: 400,
        ...over,
      },
    )
  const verdicts = (...evidence: Evidence[]) => {
    const answer = answerQuestion(question, {
      view: new EvidenceView(evidence, now),
      shop,
      attestations: [],
      waivers: [],
    })
    return [answer.verdict, ...answer.criteria.map((item) => item.verdict)]
  }

  it('has 100 points', () => {
    expect(question.criteria.reduce((sum, item) => sum + item.points, 0)).toBe(100)
  })
  it.each([
    ['nothing known', [], ['unknown', 'unknown', 'unknown']],
    ['nothing found', [services()], ['no', 'no', 'unknown']],
    ['built in', [services(sign('scoring', 'source'))], ['partly', 'yes', 'unknown']],
    ['named only', [services(sign('scoring', 'shop.yaml'))], ['partly', 'partly', 'unknown']],
    ['payment provider only', [services(sign('payment', 'page'))], ['partly', 'partly', 'unknown']],
    ['answers recorded', [usage()], ['yes', 'yes', 'yes']],
    ['a file every few days', [usage({ fromCheckoutLastWeek: 0, daysLastWeek: 3 })], ['yes', 'yes', 'yes']],
    ['a file once', [usage({ fromCheckoutLastWeek: 0, daysLastWeek: 1 })], ['partly', 'partly', 'yes']],
    [
      'a file once, and built in',
      [usage({ fromCheckoutLastWeek: 0, daysLastWeek: 1 }), services(sign('scoring', 'source'))],
      ['yes', 'yes', 'yes'],
    ],
    ['fails too often', [usage({ failed: 90 })], ['partly', 'yes', 'partly']],
    [
      'never answered',
      [usage({ answered: 0, answeredLastWeek: 0, fromCheckoutLastWeek: 0, daysLastWeek: 0 }), services()],
      ['no', 'no', 'no'],
    ],
  ])('%s', (_, evidence, expected) => {
    expect(verdicts(...evidence)).toEqual(expected)
  })

  it('reads back what adapters recorded', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'screening-'))
    expect(await readUsage(dir, now)).toBeUndefined()
    recordLook(dir, { at: now.toISOString(), service: 'sift', order: 'o', ok: true, ms: 80, score: 3 })
    recordLook(dir, {
      at: now.toISOString(),
      service: 'sift',
      order: 'o',
      ok: false,
      ms: 80,
      error: 'SW_SCREENING_LATE',
    })
    expect(await readUsage(dir, now)).toMatchObject({
      services: ['sift'],
      answered: 1,
      failed: 1,
      answeredLastWeek: 1,
      fromCheckoutLastWeek: 0,
      daysLastWeek: 1,
      medianMs: 80,
    })
  })
})
