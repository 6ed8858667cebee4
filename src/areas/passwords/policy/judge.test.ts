import { expect, it } from 'vitest'
import { judge } from './judge.ts'

it('judges the passwords of our own users, with their names as context', () => {
  expect(judge.refuse('short', [])).not.toEqual([])
  expect(judge.refuse('correct candle anvil river', ['Anna'])).toEqual([])
  expect(judge.refuse('kowalska kowalska 1', ['Kowalska'])).not.toEqual([])
})
