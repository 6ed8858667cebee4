import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FraudGuard } from '../guard.ts'
import type { Comparison } from '../report/compare.ts'
import { serveRoutes } from '../serve.ts'
import { fraudRoutes } from '../standalone.ts'

const draft = `rules:
  - { id: velocity/all, when: order.amount >= 50, outcome: review, says: Fifty and more }
`

it('a guard by itself tries a draft on what it stored while it goes on deciding, one at a time', async () => {
  const now = () => new Date('2026-12-31T00:00:00Z')
  const guard = await FraudGuard.open({ stateDir: mkdtempSync(join(tmpdir(), 'backtest-')), now })
  const front = await serveRoutes(fraudRoutes(guard, now), { host: '127.0.0.1', port: 0, token: undefined })
  const { port } = front
  const post = async (path: string, body: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/fraud/${path}`, { method: 'POST', body })
    return { status: answer.status, body: (await answer.json()) as Comparison & { error?: { code: string } } }
  }
  const order = (index: number) => ({
    id: `o${index}`,
    type: 'order',
    at: new Date(Date.UTC(2026, 9, 1, index)).toISOString(),
    customer: { id: `c${index}` },
    order: { amount: index, currency: 'EUR' },
  })
  try {
    await post('events', JSON.stringify(Array.from({ length: 100 }, (_, index) => order(index))))
    const running = post('rules/backtest', draft)
    const second = post('rules/backtest', draft)
    expect((await post('events', JSON.stringify(order(100)))).status).toBe(200)
    const answers = [await running, await second].sort((a, b) => a.status - b.status)
    expect(answers.map(({ status }) => status)).toEqual([200, 503])
    expect(answers[1]?.body.error?.code).toBe('SW_FRAUD_BUSY')
    const { before, after, changes } = (answers[0] as (typeof answers)[number]).body
    expect([before.outcomes.review, after.outcomes.review >= 50, after.quality !== undefined]).toEqual([0, true, true])
    expect(changes['approve → review']).toBe(after.outcomes.review)
    expect((await post('rules/backtest', draft)).status).toBe(200)
    expect((await post('rules/backtest', 'rules: [')).body.error?.code).toBe('SW_FRAUD_RULES')
    const names = await fetch(`http://127.0.0.1:${port}/fraud/rules/names`)
    const known = ((await names.json()) as { name: string }[]).map(({ name }) => name)
    expect(known).toEqual(expect.arrayContaining(['address.apart', 'reuse.note', 'unconverted_by_user_90d']))
  } finally {
    await front.close()
    await guard.close()
  }
})
