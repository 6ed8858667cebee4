import { CHAINED, COUNTED, DIMENSIONS, type Dimension, fieldOf, PLURALS, SUMMED, WINDOWS } from './dimensions.ts'

/** A feature's name taken apart: `cards_by_user_24h`, `amount_by_card_7d`, `age_of_device`. */
export type FeatureSpec =
  | { kind: 'count'; measure: number; dimension: number; window: number; needs: readonly string[] }
  | { kind: 'sum'; measure: number; dimension: number; window: number; needs: readonly string[] }
  | { kind: 'average'; measure: number; dimension: number; window: number; needs: readonly string[] }
  | { kind: 'distinct'; of: number; dimension: number; window: number; needs: readonly string[] }
  | { kind: 'age' | 'idle' | 'chargebacks'; window?: undefined; dimension: number; needs: readonly string[] }

export const chained: readonly Dimension[] = DIMENSIONS.slice(0, CHAINED)
const dimensionIndex = (name: string) => chained.indexOf(name as Dimension)

/** Reads a feature's name; undefined where it is none. */
export function parseFeature(name: string): FeatureSpec | undefined {
  const single = /^(age_of|idle_of|chargebacks_of)_([a-z]+)$/.exec(name)
  if (single) {
    const dimension = dimensionIndex(single[2] ?? '')
    if (dimension < 0) return undefined
    const kind = single[1] === 'age_of' ? 'age' : single[1] === 'idle_of' ? 'idle' : 'chargebacks'
    return { kind, dimension, needs: [fieldOf[chained[dimension] as Dimension]] }
  }
  const parts = /^([a-z_]+)_by_([a-z]+)_(1m|10m|1h|24h|7d|30d|90d|ever)$/.exec(name)
  if (!parts) return undefined
  const [, measure = '', by = '', windowName = ''] = parts
  const dimension = dimensionIndex(by)
  if (dimension < 0) return undefined
  const window = WINDOWS.findIndex((item) => item.name === windowName)
  const field = fieldOf[by as Dimension]
  const counted = (COUNTED as readonly string[]).indexOf(measure)
  if (counted >= 0) return { kind: 'count', measure: counted, dimension, window, needs: [field] }
  const summed = (SUMMED as readonly string[]).indexOf(measure)
  if (summed >= 0) return { kind: 'sum', measure: summed, dimension, window, needs: [field] }
  if (measure === 'average_amount')
    return { kind: 'average', measure: 0, dimension, window, needs: [field, 'order.amount'] }
  const of = PLURALS[measure]
  if (of === undefined || of === by) return undefined
  return { kind: 'distinct', of: DIMENSIONS.indexOf(of), dimension, window, needs: [field, fieldOf[of]] }
}

/** Every feature name there is, for editor help and for "did you mean". */
export function allFeatures(): string[] {
  const measures: string[] = [...COUNTED, ...SUMMED, 'average_amount']
  const singles = chained.flatMap((by) => ['age_of', 'idle_of', 'chargebacks_of'].map((kind) => `${kind}_${by}`))
  const windowed = chained.flatMap((by) =>
    measures
      .concat(Object.keys(PLURALS).filter((plural) => PLURALS[plural] !== by))
      .flatMap((measure) => WINDOWS.map((window) => `${measure}_by_${by}_${window.name}`)),
  )
  return [...singles, ...windowed]
}
