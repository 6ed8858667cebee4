/** How well scores and outcomes met the truth. Shares are of 1; undefined where there is nothing to divide by. */
export interface Quality {
  labelled: number
  fraud: number
  /** Probability that a fraud scores higher than an honest event. */
  auc: number | undefined
  /** Of what the outcomes stop or send to review. */
  flagged: { events: number; precision: number | undefined; recall: number | undefined }
  /** Best precision at each recall that was reached. */
  precisionAtRecall: Record<string, number>
  /** Best recall at each precision that was reached. */
  recallAtPrecision: Record<string, number>
  /** By currency, "" where none is named: amounts of different currencies are never added. */
  money: Record<string, { fraud: number; stopped: number; honestStopped: number }>
}

export interface Scored {
  score: number
  fraud: boolean
  flagged: boolean
  amount: number
  currency?: string
}

const recalls = [0.3, 0.4, 0.5, 0.53, 0.6, 0.7, 0.8, 0.9]
const precisions = [0.99, 0.95, 0.9, 0.75, 0.5]

/** Walks down the scores once; events of equal score are taken together, so ties do not flatter. */
function curve(sorted: readonly Scored[], fraud: number) {
  const honest = sorted.length - fraud
  const precisionAtRecall: Record<string, number> = {}
  const recallAtPrecision: Record<string, number> = {}
  let hits = 0
  let misses = 0
  let area = 0
  for (let index = 0; index < sorted.length; ) {
    const { score } = sorted[index] as Scored
    let good = 0
    let bad = 0
    while (index < sorted.length && sorted[index]?.score === score) {
      if (sorted[index]?.fraud) good++
      else bad++
      index++
    }
    area += bad * (hits + good / 2)
    hits += good
    misses += bad
    const precision = hits / (hits + misses)
    const recall = hits / fraud
    for (const limit of recalls)
      if (recall >= limit) precisionAtRecall[limit] = Math.max(precisionAtRecall[limit] ?? 0, precision)
    for (const limit of precisions)
      if (precision >= limit) recallAtPrecision[limit] = Math.max(recallAtPrecision[limit] ?? 0, recall)
  }
  return { precisionAtRecall, recallAtPrecision, auc: fraud > 0 && honest > 0 ? area / fraud / honest : undefined }
}

function moneyOf(scored: readonly Scored[]): Quality['money'] {
  const money: Quality['money'] = {}
  for (const { amount, currency = '', fraud, flagged } of scored) {
    const sums = (money[currency] ??= { fraud: 0, stopped: 0, honestStopped: 0 })
    if (fraud) sums.fraud += amount
    if (fraud && flagged) sums.stopped += amount
    if (!fraud && flagged) sums.honestStopped += amount
  }
  const cents = (sum: number) => Math.round(sum * 100) / 100
  for (const sums of Object.values(money)) {
    sums.fraud = cents(sums.fraud)
    sums.stopped = cents(sums.stopped)
    sums.honestStopped = cents(sums.honestStopped)
  }
  return money
}

export function qualityOf(scored: readonly Scored[]): Quality {
  const fraud = scored.filter((item) => item.fraud).length
  const flagged = scored.filter((item) => item.flagged)
  const hits = flagged.filter((item) => item.fraud).length
  return {
    labelled: scored.length,
    fraud,
    ...curve(
      [...scored].sort((a, b) => b.score - a.score),
      fraud,
    ),
    flagged: {
      events: flagged.length,
      precision: flagged.length > 0 ? hits / flagged.length : undefined,
      recall: fraud > 0 ? hits / fraud : undefined,
    },
    money: moneyOf(scored),
  }
}
