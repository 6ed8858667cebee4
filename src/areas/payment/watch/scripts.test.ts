import { expect, it } from 'vitest'
import { describeScripts } from './scripts.ts'

/** Asks for one field by name and, in the other branch, for any: as seen in the browser, one for the card. */
const described = (source: string) => {
  const url = 'https://tags.example/t.js'
  const touched = [{ script: url, line: 1, column: 1, how: 'read' }]
  return describeScripts([{ url, dynamic: false, source }], {
    pages: [],
    tags: [],
    touched,
    otherFields: ['method'],
  })[0]!
}
const listens = (then: string) =>
  `document.addEventListener("change", function (e) { if (e.target.name === "method") chosen = 1; else { ${then} } })`

it('takes every field for one of the card where the browser saw such a reading and the text names others only', () => {
  expect(described(listens('filled = !!e.target.value'))).toMatchObject({ touchesCard: true, flows: [] })
  expect(described(listens('fetch("/t?" + e.target.value)')).flows).toEqual(['to /t'])
})
