import type { AuditResult } from '../../src/audit/result.ts'
import { answerQuestion } from '../../src/core/answer.ts'
import type { Finding } from '../../src/core/finding.ts'
import { defineFact, observed } from '../../src/core/fact.ts'
import { no, yes } from '../../src/core/judge.ts'
import type { Question } from '../../src/core/question.ts'
import { roadmap } from '../../src/core/roadmap.ts'
import { gainPerPoint, scoreOf } from '../../src/core/score.ts'
import { shopSchema } from '../../src/core/shop.ts'
import { EvidenceView } from '../../src/core/view.ts'
import { z } from 'zod'

const now = new Date('2026-03-01T12:00:00Z')
const fact = defineFact('payment', 'example', z.object({ good: z.boolean() }), 30)

/** A question with one criterion that fails and one that holds, whose words carry `text`. */
function question(text: string): Question {
  const advice = { step: `Mend ${text}`, how: `How to mend ${text}`, effort: 'hours', owner: 'CTO' } as const
  return {
    id: 'payment',
    number: 1,
    asks: `Is ${text} in order?`,
    why: `Why ${text} matters`,
    criteria: [
      {
        id: 'payment.good',
        asks: `Good ${text}?`,
        points: 60,
        judge: (view) => yes(view.latest(fact)!, `Seen ${text}`),
        advice,
      },
      {
        id: 'payment.bad',
        asks: `Bad ${text}?`,
        points: 40,
        gate: true,
        judge: (view) => no(view.latest(fact)!, `Broken ${text}`),
        advice,
      },
    ],
  }
}

/** A whole result whose every free text holds `text`: for reports that must show, and escape, all of it. */
export function resultWith(text: string): AuditResult {
  const finding: Finding = {
    area: 'payment',
    rule: 'payment/example',
    title: `Title ${text}`,
    message: `Message ${text}`,
    severity: 'high',
    confidence: 'high',
    cwe: [79],
    advisories: [],
    location: { uri: `shop/${text}.php`, line: 3, column: 1, snippet: text },
    trace: [{ location: { uri: 'shop/a.php', line: 1 }, message: `enters ${text}` }],
    fingerprint: 'f1',
    remedy: `Remedy ${text}`,
  }
  const shop = shopSchema.parse({ name: `Shop ${text}`.slice(0, 200) })
  const evidence = observed(
    { fact, subject: `subject ${text}`, probe: { id: 'payment/example', version: '1' }, observedAt: now },
    { good: true },
    { findings: [finding] },
  )
  const answers = [
    answerQuestion(question(text), { view: new EvidenceView([evidence], now), shop, attestations: [], waivers: [] }),
  ]
  const score = scoreOf(answers)
  return {
    format: 'shopwarden-report/1',
    version: '0.1.0',
    shop: { name: shop.name },
    startedAt: now.toISOString(),
    finishedAt: now.toISOString(),
    score,
    answers,
    roadmap: roadmap(answers, gainPerPoint(answers), now),
    trend: [{ at: now.toISOString(), score: score.score, coverage: score.coverage }],
    evidence: [evidence],
    runs: [],
    interrupted: false,
  }
}
