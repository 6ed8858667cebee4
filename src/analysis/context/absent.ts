import { mapTaints } from '../map-taints.ts'
import { type Value } from '../value.ts'
import { charsetEscapes, complement, only } from './charset.ts'

/** The value without these signs: with those that were missing before, that may make it harmless somewhere. */
export function lacking(value: Value, signs: string): Value {
  return mapTaints(value, (taint) => {
    const lacks = [...new Set((taint.lacks ?? '') + signs)].sort().join('')
    return { ...taint, lacks, escapes: taint.escapes | charsetEscapes(complement(only(lacks))) }
  })
}

/** The value after a text was put into it: what that holds is not missing any more. */
export function holding(value: Value, text: string): Value {
  return mapTaints(value, (taint) =>
    taint.lacks === undefined || ![...text].some((sign) => taint.lacks!.includes(sign))
      ? taint
      : { ...taint, lacks: [...taint.lacks].filter((sign) => !text.includes(sign)).join('') },
  )
}
