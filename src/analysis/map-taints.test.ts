import { expect, it } from 'vitest'
import { newTaint } from './eval/tracing.ts'
import { join } from './join.ts'
import { bounded, mapTaints } from './map-taints.ts'
import { constant, shapeValue, tainted, type Value, valueTaints } from './value.ts'

const foreign = tainted(newTaint('request', 'q', 0, 1))
const table = (size: number, item: (index: number) => Value) =>
  shapeValue(new Map(Array.from({ length: size }, (_, index) => [String(index), item(index)])))
const marked = (value: Value) => mapTaints(value, (taint) => ({ ...taint, unsure: true }))

it('leaves a value without foreign data the same one, tables in it as well', () => {
  const prices = table(300, () => table(4, constant))
  const row = shapeValue(
    new Map([
      ['prices', prices],
      ['who', foreign],
    ]),
  )
  expect(marked(prices)).toBe(prices)
  expect(marked(row).shape?.keys.get('prices')).toBe(prices)
  expect(valueTaints(marked(row))).toMatchObject([{ label: 'q', unsure: true }])
})

it('keeps apart what stands under the keys of an array, but of a tree beyond all measure the taints alone', () => {
  const small = table(20, (index) => (index === 7 ? foreign : constant(index)))
  expect(bounded(small)).toBe(small)
  // Tables without anything foreign are not copied, however long.
  const settings = shapeValue(
    new Map([
      ['types', table(900, constant)],
      ['site', foreign],
    ]),
  )
  expect(bounded(settings)).toBe(settings)
  let tree = small
  for (let round = 0; round < 3; round++) tree = table(9, () => tree)
  const kept = bounded(tree)
  expect([kept.shape?.keys.size, valueTaints(kept).map(({ label }) => label)]).toEqual([0, ['q']])
})

it('tells no key of a table of hundreds from another once all of it may be foreign', () => {
  const either = (size: number) => join(table(size, constant), foreign).shape
  expect(either(5)?.keys.get('3')?.text).toMatchObject([{ options: [['3'], [{ taints: [{ label: 'q' }] }]] }])
  expect([either(200)?.keys.size, either(200)?.rest?.text]).toMatchObject([0, [{ taints: [{ label: 'q' }] }]])
})
