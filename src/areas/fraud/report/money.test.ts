import { expect, it } from 'vitest'
import { qualityOf } from '../../../core/quality.ts'
import { addAmount, type Money, moneyText } from './money.ts'

it('never adds amounts of two currencies', () => {
  const money: Money = {}
  for (const [currency, amount] of [
    ['EUR', 0.1],
    ['HUF', 40_000],
    ['EUR', 0.2],
    ['', 5],
  ] as const)
    addAmount(money, currency, amount)
  expect(money).toEqual({ EUR: 0.3, HUF: 40_000, '': 5 })
  expect(moneyText(money)).toBe('40000.00 HUF, 5.00, 0.30 EUR')
  expect(moneyText({})).toBe('no amount that was told')
})

it("tells a backtest's money by currency", () => {
  const item = (currency: string, amount: number, fraud: boolean, flagged: boolean) => ({
    score: 1,
    currency,
    amount,
    fraud,
    flagged,
  })
  expect(
    qualityOf([
      item('EUR', 100, true, true),
      item('EUR', 50, true, false),
      item('HUF', 9000, false, true),
      item('HUF', 1, false, false),
    ]).money,
  ).toEqual({
    EUR: { fraud: 150, stopped: 100, honestStopped: 0 },
    HUF: { fraud: 0, stopped: 0, honestStopped: 9000 },
  })
})
