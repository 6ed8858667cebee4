/** How a library states its version in what is served. Each stands with a true and a false example. */
export interface LibraryPattern {
  name: string
  pattern: RegExp
  /** Text, and the version that is in it. */
  yes: readonly [text: string, version: string]
  no: string
}

const v = String.raw`(\d+\.\d+(?:\.\d+)*(?:-[\w.]+)?)`
const pattern = (before: string, after = '') => new RegExp(before + v + after)

export const libraryPatterns: readonly LibraryPattern[] = [
  {
    name: 'jquery',
    pattern: pattern(String.raw`\bjQuery (?:JavaScript Library )?v`),
    yes: ['/*! jQuery v3.6.0 | (c) OpenJS Foundation */', '3.6.0'],
    no: '/*! jQuery UI - v1.12.1 - 2016 */',
  },
  {
    name: 'jquery',
    pattern: pattern(String.raw`[,{]\s*jquery:\s*"`, '"'),
    yes: ['c.fn=c.prototype={jquery:"2.1.1",constructor:c', '2.1.1'],
    no: 'require:{jquery:"libs/jquery"}',
  },
  {
    name: 'jquery-ui',
    pattern: pattern(String.raw`\bjQuery UI(?: Core)?(?: -)? v?`),
    yes: ['/*! jQuery UI - v1.12.1 - 2016-09-14', '1.12.1'],
    no: '/*! jQuery v3.6.0 */',
  },
  {
    name: 'jquery-migrate',
    pattern: pattern(String.raw`\bjQuery Migrate (?:- )?v`),
    yes: ['/*! jQuery Migrate v3.3.2 | (c) */', '3.3.2'],
    no: '/*! jQuery v3.6.0 */',
  },
  {
    name: 'jquery-validation',
    pattern: pattern(String.raw`\bjQuery Validation Plugin (?:- )?v`),
    yes: ['/*! jQuery Validation Plugin - v1.14.0 - 6/30/2015', '1.14.0'],
    no: 'jQuery Validation Plugin',
  },
  {
    name: 'bootstrap',
    pattern: pattern(String.raw`(?:\* Bootstrap(?:: [\w-]+\.js)? v|\bbootstrap\.js v)`),
    yes: ['/*!\n * Bootstrap v5.1.3 (https://getbootstrap.com/)', '5.1.3'],
    no: '/* Bootstrap Select v1.13.1 */',
  },
  {
    name: 'angularjs',
    pattern: pattern(String.raw`\bAngularJS v`),
    yes: ['/*\n AngularJS v1.7.9\n', '1.7.9'],
    no: 'Angular 17.0.0',
  },
  {
    name: 'vue',
    pattern: pattern(String.raw`\b(?:Vue\.js|vue) v`),
    yes: ['/*!\n * Vue.js v2.6.14\n', '2.6.14'],
    no: 'vue-router v3.5.1',
  },
  {
    name: 'lodash',
    pattern: pattern(String.raw`\blodash\b[^]{0,600}?\bVERSION\s*=\s*['"]`, `['"]`),
    yes: ["@license lodash <https://lodash.com/> ; var VERSION = '4.17.20';", '4.17.20'],
    no: "var VERSION = '4.17.20';",
  },
  {
    name: 'underscore',
    pattern: new RegExp(String.raw`^\s*//\s+Underscore\.js ${v}`, 'm'),
    yes: ['//     Underscore.js 1.8.3\n', '1.8.3'],
    no: ' * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>',
  },
  {
    name: 'moment',
    pattern: pattern(String.raw`//! moment\.js\s+//! version : `),
    yes: ['//! moment.js\n//! version : 2.18.1\n', '2.18.1'],
    no: '//! moment.js locale configuration\n//! version : 1',
  },
  {
    name: 'handlebars',
    pattern: pattern(String.raw`\bhandlebars v`),
    yes: ['/**!\n\n handlebars v4.7.6\n', '4.7.6'],
    no: 'handlebars',
  },
  {
    name: 'dompurify',
    pattern: pattern(String.raw`\bDOMPurify `),
    yes: ['/*! @license DOMPurify 2.3.6 | (c) Cure53', '2.3.6'],
    no: 'DOMPurify.sanitize(1)',
  },
  {
    name: 'axios',
    pattern: pattern(String.raw`/\*!? ?[aA]xios v`),
    yes: ['/*! axios v0.21.1 | (c) 2021 by Matt Zabriskie */', '0.21.1'],
    no: 'axios version 1.0',
  },
  {
    name: 'prototype',
    pattern: pattern(String.raw`Prototype JavaScript framework, version `),
    yes: ['/*  Prototype JavaScript framework, version 1.7\n', '1.7'],
    no: 'Prototype JavaScript framework',
  },
  {
    name: 'tinymce',
    pattern: pattern(String.raw`\bTinyMCE version `),
    yes: ['* TinyMCE version 6.8.1 (2023-11-15)', '6.8.1'],
    no: 'TinyMCE 6',
  },
  {
    name: 'ckeditor',
    pattern: /\bversion:"(4\.\d+(?:\.\d+)?)"[^"]{0,20}revision:"/,
    yes: ['CKEDITOR={timestamp:"X",version:"4.16.1",revision:"88"', '4.16.1'],
    no: 'version:"4.16.1"',
  },
  {
    name: 'knockout',
    pattern: pattern(String.raw`Knockout JavaScript library v`),
    yes: ['/*!\n * Knockout JavaScript library v3.5.1', '3.5.1'],
    no: 'Knockout 3.5.1',
  },
  {
    name: 'swiper',
    pattern: pattern(String.raw`^/\*\*\n \* Swiper `),
    yes: ['/**\n * Swiper 6.8.4\n * Most modern', '6.8.4'],
    no: 'swiper 6.8.4',
  },
  {
    name: 'select2',
    pattern: pattern(String.raw`/\*!? ?Select2 `),
    yes: ['/*! Select2 4.0.13 | https://github.com/select2', '4.0.13'],
    no: 'select2 4.0.13',
  },
]

/** `/libs/jquery-3.4.1.min.js`, `/ajax/libs/jquery/3.4.1/jquery.min.js`, `/npm/vue@2.6.1/dist/vue.js` */
const names = [...new Set(libraryPatterns.map(({ name }) => name))].sort((a, b) => b.length - a.length).join('|')
const byUrl = new RegExp(
  String.raw`(?:^|/)(?:twitter-)?(${names})(?:[.-]|@|/v?)${v.replace('(?:-[\\w.]+)?', '')}(?=[./-]|$)`,
  'i',
)

/** Library and version that an address states. */
export function libraryInUrl(url: string): { name: string; version: string } | undefined {
  const match = byUrl.exec(url.split(/[?#]/)[0]!)
  return match ? { name: match[1]!.toLowerCase(), version: match[2]! } : undefined
}
