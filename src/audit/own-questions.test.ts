import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readOwnQuestions } from './own-questions.ts'

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'sw-own-')), 'own.yaml')
  writeFileSync(path, text)
  return path
}

it('turns a file into unscored questions that people answer', () => {
  const [question] = readOwnQuestions([
    file(
      'questions:\n  - id: insurance\n    asks: Is there a cyber insurance?\n    criteria:\n      - id: policy\n        asks: Is the policy in force?\n',
    ),
  ])
  expect(question).toMatchObject({ id: 'insurance', number: 0 })
  expect(question?.criteria[0]).toMatchObject({ id: 'insurance.policy', points: 10, attest: { validDays: 365 } })
})

it.each([
  'questions: []',
  'questions:\n  - id: payment\n    asks: Is it good?\n    criteria: [{id: a, asks: Is it so?}]',
  'nonsense',
  '[',
])('refuses %j and says why', (text) => {
  expect(() => readOwnQuestions([file(text)])).toThrowError(expect.objectContaining({ code: 'SW_QUESTIONS_FILE' }))
})
