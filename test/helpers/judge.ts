import type { z } from 'zod'
import { type Fact, observed } from '../../src/core/fact.ts'
import type { Question, Verdict } from '../../src/core/question.ts'
import { type Shop, shopSchema } from '../../src/core/shop.ts'
import { EvidenceView } from '../../src/core/view.ts'

export const judgedAt = new Date('2026-06-01T00:00:00Z')

/** An observation for a table of cases: fact, value, subject. */
export function saw<T>(
  fact: Fact<T>,
  value: z.infer<typeof fact.value>,
  subject = 'shop.example',
  findings: Parameters<typeof observed>[2] = {},
) {
  return observed({ fact, subject, probe: { id: 'test/case', version: '1' }, observedAt: judgedAt }, value, findings)
}

/** The verdict of one criterion for a set of observations. */
export function verdictOf(
  question: Question,
  criterion: string,
  evidence: ReturnType<typeof saw>[],
  shop: Partial<Shop> = {},
): Verdict {
  const found = question.criteria.find((item) => item.id === criterion)
  if (found === undefined) throw new Error(`there is no criterion ${criterion}`)
  return found.judge(new EvidenceView(evidence, judgedAt), shopSchema.parse({ name: 'A', ...shop })).verdict
}
