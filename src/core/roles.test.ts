import { expect, it } from 'vitest'
import { may, RIGHTS, ROLES } from './roles.ts'

it('gives each role what the one below it has and more, auditors reading only', () => {
  const counts = ROLES.map((role) => RIGHTS.filter((right) => may(role, right)))
  expect(counts.map((rights) => rights.length)).toEqual([5, 4, 3, 2, 1])
  for (const rights of counts) expect(rights).toEqual(RIGHTS.slice(0, rights.length))
})
