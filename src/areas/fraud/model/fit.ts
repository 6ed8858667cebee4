import { sigmoid } from './scorecard.ts'

/**
 * Logistic regression on parts, with a ridge, by Newton's method (iteratively re-weighted least squares; Hosmer and
 * Lemeshow, Applied Logistic Regression). `parts[row * inputs + input]` numbers the column that is 1 for that row.
 * @returns weights by column, and the intercept last
 */
export function fitLogistic(
  parts: Uint16Array,
  bad: Uint8Array,
  rows: number,
  inputs: number,
  columns: number,
  ridge = 2,
): Float64Array {
  const size = columns + 1
  let weights = new Float64Array(size)
  let share = 0
  for (let row = 0; row < rows; row++) share += bad[row] as number
  share = Math.min(1 - 1e-6, Math.max(1e-6, share / Math.max(1, rows)))
  weights[columns] = Math.log(share / (1 - share))
  /** What is made small: the negative log-likelihood and the ridge. */
  const loss = (at: Float64Array): number => {
    let total = 0
    for (let row = 0; row < rows; row++) {
      let sum = at[columns] as number
      for (let input = 0; input < inputs; input++) sum += at[parts[row * inputs + input] as number] as number
      const signed = bad[row] === 1 ? -sum : sum
      total += signed > 30 ? signed : Math.log1p(Math.exp(signed))
    }
    for (let i = 0; i < columns; i++) total += (ridge / 2) * (at[i] as number) ** 2
    return total
  }
  let last = loss(weights)
  for (let round = 0; round < 25; round++) {
    const hessian = new Float64Array(size * size)
    const gradient = new Float64Array(size)
    for (let row = 0; row < rows; row++) {
      const base = row * inputs
      let sum = weights[columns] as number
      for (let input = 0; input < inputs; input++) sum += weights[parts[base + input] as number] as number
      const p = sigmoid(sum)
      const error = (bad[row] as number) - p
      const w = Math.max(1e-9, p * (1 - p))
      gradient[columns] = (gradient[columns] as number) + error
      hessian[columns * size + columns] = (hessian[columns * size + columns] as number) + w
      for (let a = 0; a < inputs; a++) {
        const i = parts[base + a] as number
        gradient[i] = (gradient[i] as number) + error
        hessian[columns * size + i] = (hessian[columns * size + i] as number) + w
        for (let b = 0; b <= a; b++) {
          const j = parts[base + b] as number
          hessian[i * size + j] = (hessian[i * size + j] as number) + w
        }
      }
    }
    for (let i = 0; i < columns; i++) {
      gradient[i] = (gradient[i] as number) - ridge * (weights[i] as number)
      hessian[i * size + i] = (hessian[i * size + i] as number) + ridge
    }
    const step = solve(hessian, gradient, size)
    // Halved until it helps: where inputs nearly tell all, a full step of Newton's leaps past the best place.
    let scale = 1
    let next = loss(moved(weights, step, scale))
    for (; next > last && scale > 1e-4; next = loss(moved(weights, step, scale))) scale /= 2
    if (next > last - 1e-6 * rows) {
      if (next < last) weights = moved(weights, step, scale)
      break
    }
    weights = moved(weights, step, scale)
    last = next
  }
  return weights
}

const moved = (weights: Float64Array, step: Float64Array, scale: number) =>
  weights.map((weight, index) => weight + scale * (step[index] as number))

/** Solves a symmetric positive system by Cholesky's decomposition; only the lower half is read, and it is overwritten. */
function solve(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j] as number
      for (let k = 0; k < j; k++) sum -= (matrix[i * size + k] as number) * (matrix[j * size + k] as number)
      matrix[i * size + j] = i === j ? Math.sqrt(Math.max(1e-9, sum)) : sum / (matrix[j * size + j] as number)
    }
  const solution = Float64Array.from(right)
  for (let i = 0; i < size; i++) {
    let sum = solution[i] as number
    for (let k = 0; k < i; k++) sum -= (matrix[i * size + k] as number) * (solution[k] as number)
    solution[i] = sum / (matrix[i * size + i] as number)
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = solution[i] as number
    for (let k = i + 1; k < size; k++) sum -= (matrix[k * size + i] as number) * (solution[k] as number)
    solution[i] = sum / (matrix[i * size + i] as number)
  }
  return solution
}

const PARTS = 8

/** Bounds that cut values into about equal shares; few values, as counts have, get a part each. */
export function cutsOf(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort()
  if (sorted.length === 0) return []
  const cuts = new Set<number>()
  // The edges of the distribution matter most in fraud, so they are cut finer.
  for (const share of [
    0.01,
    0.05,
    ...Array.from({ length: PARTS - 1 }, (_, index) => (index + 1) / PARTS),
    0.95,
    0.99,
  ]) {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
    if (value > (sorted[0] as number)) cuts.add(value)
  }
  const last = sorted.at(-1) as number
  const first = sorted[0] as number
  // A value that is nearly always the same still parts what is above it.
  if (cuts.size === 0 && last > first) {
    const next = sorted.find((value) => value > first)
    if (next !== undefined) cuts.add(next)
  }
  return [...cuts].sort((a, b) => a - b)
}
