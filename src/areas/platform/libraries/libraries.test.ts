import { expect, it } from 'vitest'
import { librariesIn, scriptsOf } from './find.ts'
import { libraryInUrl, libraryPatterns } from './patterns.ts'

it.each(libraryPatterns.map((rule) => [rule.name, rule] as const))('%s', (name, { pattern, yes, no }) => {
  expect(pattern.exec(yes[0])?.[1]).toBe(yes[1])
  expect(pattern.exec(no)).toBeNull()
  expect(librariesIn(yes[0])).toContainEqual({ name, version: yes[1] })
})

it.each([
  ['https://x/js/jquery-3.4.1.min.js', 'jquery', '3.4.1'],
  ['/ajax/libs/jquery/1.12.4/jquery.min.js?v=2', 'jquery', '1.12.4'],
  ['/npm/vue@2.6.12/dist/vue.js', 'vue', '2.6.12'],
  ['/js/jquery-ui-1.13.2.min.js', 'jquery-ui', '1.13.2'],
])('%s', (url, name, version) => expect(libraryInUrl(url)).toEqual({ name, version }))

it.each(['/js/jquery.min.js', '/js/jquery-plugin.js', '/vue-router/3.0.1/x.js', '/theme/2.0.0/app.js'])(
  '%s says nothing',
  (url) => expect(libraryInUrl(url)).toBeUndefined(),
)

it('finds several in a bundle, and scripts of a page', () => {
  const bundle =
    '/*! jQuery v3.6.0 | (c) */;!function(){}();\n/*!\n * Bootstrap v5.1.3 (https://getbootstrap.com/)\n */'
  expect(librariesIn(bundle)).toEqual([
    { name: 'jquery', version: '3.6.0' },
    { name: 'bootstrap', version: '5.1.3' },
  ])
  const html = '<script src="/a.js?x=1&amp;y=2"></script><script async src=b.js></script><script src="javascript:1">'
  expect(scriptsOf(html, 'https://s.example/shop/').map(String)).toEqual([
    'https://s.example/a.js?x=1&y=2',
    'https://s.example/shop/b.js',
  ])
})
