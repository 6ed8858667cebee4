import { describe, expect, it } from 'vitest'
import { warmUpLeft } from './warm-up.ts'

const now = new Date('2026-06-04T10:00:00Z')
const on = (day: number, count: number) => Array<string>(count).fill(`2026-06-0${day}T09:00:00Z`)

describe('warming up a new sender', () => {
  it.each([
    ['nothing sent yet', [], 50],
    ['some sent today', on(4, 20), 30],
    ['today is done', on(4, 60), 0],
    ['second day', on(3, 50), 100],
    ['days without mail do not count', [...on(1, 50), ...on(3, 100)], 200],
    ['third day, some sent', [...on(1, 50), ...on(3, 100), ...on(4, 150)], 50],
  ])('%s', (_, sent, left) => {
    expect(warmUpLeft(50, sent, now)).toBe(left)
  })
})
