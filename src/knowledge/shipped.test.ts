import { join } from 'node:path'
import { expect, it } from 'vitest'
import { affects } from '../core/advisories/affects.ts'
import { advisoriesSchema } from '../core/advisories/advisory.ts'
import { parseComposerRange } from '../core/versions/composer-range.ts'
import { readAdvisories } from './advisories.ts'
import { readKnowledge } from './read.ts'

const dir = join(import.meta.dirname, '../../knowledge')

it.each(['friendsofphp', 'friends-of-presta', 'roave', 'frontend'])('every range of %s can be read', (name) => {
  const known = readKnowledge(dir, `advisories-${name}.json`, advisoriesSchema)
  expect(known.advisories.length).toBeGreaterThan(150)
  const unread = known.advisories.flatMap((advisory) =>
    advisory.affected.filter((range) =>
      known.semantics === 'composer'
        ? parseComposerRange(range) === undefined
        : affects({ ...advisory, affected: [range] }, 'order', '1.0.0') === undefined,
    ),
  )
  expect(unread).toEqual([])
})

it('knows what was exploited', () => {
  const book = readAdvisories(dir)
  const magento = book.of('composer:magento/product-community-edition')
  const cosmic = magento.find(({ advisory }) => advisory.id === 'CVE-2024-34102')!
  expect(affects(cosmic.advisory, cosmic.semantics, '2.4.6-p5')).toBe(true)
  expect(book.exploited['CVE-2024-34102']).toBe('2024-07-17')
})
