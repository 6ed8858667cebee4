import { array, assert, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { Shelf } from './shelf.ts'

it('gives back what was put there, in any order, whatever the script', () => {
  assert(
    property(array(string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 50 }), (texts) => {
      const shelf = new Shelf<{ text: string }>()
      for (const text of texts) shelf.add({ text })
      for (let index = texts.length - 1; index >= 0; index--) expect(shelf.get(index)).toEqual({ text: texts[index] })
    }),
  )
})

it('holds records larger than a piece, and those after them', () => {
  const shelf = new Shelf<string>()
  const large = 'x'.repeat(20 << 20)
  for (const text of ['a', large, 'b', large, 'c']) shelf.add(text)
  expect(shelf.get(1)).toBe(large)
  expect([0, 2, 4].map((index) => shelf.get(index))).toEqual(['a', 'b', 'c'])
})
