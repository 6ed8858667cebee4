import { describe, expect, it } from 'vitest'
import { type Compared, waitingWays } from './compared.ts'

const compared: Compared = {
  steady: new Set(),
  used: ['https://shop.example/rest/*/coupons/spring', 'https://tags.example/collect'],
  passiveWorkers: new Set(),
  workersPassive: false,
}

describe('new ways out in the text of a script', () => {
  it.each([
    ['an address that no visit saw used', 'to /media/log.php'],
    ['another host', 'to https://other.example/collect'],
    ['keeping, where nothing was kept', 'setItem'],
    ['a list that others read', 'list'],
    ['a form of the page', 'submit'],
  ])('wait for somebody else: %s', (_name, way) => {
    expect(waitingWays([way], compared)).toEqual([way])
  })

  it.each([
    ['an address that was used in front of us', 'to /rest/*/coupons/'],
    ['the same with its host', 'to http://tags.example/collect'],
    ['a function that only takes a value', 'validate'],
    ['what is shown', 'className'],
  ])('do not: %s', (_name, way) => {
    expect(waitingWays([way], compared)).toEqual([])
  })

  it('has seen keeping where anything was kept', () => {
    expect(waitingWays(['setItem'], { ...compared, used: ['kept'] })).toEqual([])
  })
})
