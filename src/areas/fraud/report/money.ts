import type { FraudEvent } from '../events/schema.ts'

/** Sums of orders by currency (ISO 4217); "" where the order names none. Amounts of different currencies are never added. */
export type Money = Record<string, number>

/** Adds the amount of an event's order, where it tells one. */
export function addOrder(money: Money, { order }: FraudEvent): void {
  if (order?.amount !== undefined) addAmount(money, order.currency?.toUpperCase() ?? '', order.amount)
}

export function addAmount(money: Money, currency: string, amount: number): void {
  money[currency] = Math.round(((money[currency] ?? 0) + amount) * 100) / 100
}

/** "1200.00 EUR, 90.00 USD", the largest number first. */
export const moneyText = (money: Readonly<Money>): string =>
  Object.entries(money)
    .sort(([, a], [, b]) => b - a)
    .map(([currency, amount]) => `${amount.toFixed(2)} ${currency}`.trim())
    .join(', ') || 'no amount that was told'
