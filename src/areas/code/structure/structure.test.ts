import { describe, expect, it } from 'vitest'
import { scanTexts } from '../scan/texts.ts'

type Files = [path: string, text: string][]

/** Rules reported at default confidence in a set of files. */
const found = (files: Files) =>
  scanTexts(files.map(([path, text]) => ({ path, text })))
    .filter((finding) => finding.confidence !== 'low')
    .map((finding) => finding.rule.slice('code/'.length))

const chain = (rules: string): [string, string] => [
  'S.java',
  `class S { SecurityFilterChain c(HttpSecurity http) { return http.authorizeHttpRequests(r -> r${rules}).build(); } }`,
]
const controller = (marks = ''): [string, string] => [
  'C.java',
  `@RestController @RequestMapping("/backoffice/prices") class C { ${marks} @PutMapping("/{id}") void set(@PathVariable long id) { prices.set(id); } }`,
]

/** How code is built, once as a hole and once mended. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'a router of the staff',
    'missing-authorisation',
    [
      [
        'back.js',
        "const r = require('express').Router(); r.delete('/p/:id', async (req, res) => { await drop(req.params.id); res.end() }); module.exports = r",
      ],
      ['app.js', "const app = require('express')(); app.use('/api/admin', require('./back'))"],
    ],
    [
      [
        'back.js',
        "const r = require('express').Router(); r.delete('/p/:id', async (req, res) => { await drop(req.params.id); res.end() }); module.exports = r",
      ],
      [
        'app.js',
        "const app = require('express')(); const { mayEnter } = require('./gate'); app.use('/api/admin', mayEnter, require('./back'))",
      ],
    ],
  ],
  [
    'a code made by a function of its own',
    'weak-token',
    [
      [
        'a.ts',
        "const sign = () => 'ABC'[Math.floor(Math.random() * 3)]; export function make() { const couponCode = sign() + sign(); return couponCode }",
      ],
    ],
    [
      [
        'a.ts',
        "import { randomInt } from 'crypto'; const sign = () => 'ABC'[randomInt(3)]; export function make() { const couponCode = sign() + sign(); return couponCode }",
      ],
    ],
  ],
  [
    'a chain of Spring Security that lets all others through',
    'missing-authorisation',
    [chain('.requestMatchers("/account/**").authenticated().anyRequest().permitAll()'), controller()],
    [chain('.requestMatchers("/backoffice/**").hasRole("STAFF").anyRequest().permitAll()'), controller()],
  ],
  [
    'a chain that names the path and opens it',
    'missing-authorisation',
    [chain('.antMatchers("/backoffice/*/{id}", "/css/**").permitAll().anyRequest().authenticated()'), controller()],
    [
      chain('.antMatchers("/backoffice/**").permitAll().anyRequest().authenticated()'),
      controller('@PreAuthorize("hasRole(\'STAFF\')")'),
    ],
  ],
]

describe('how code is built', () => {
  it.each(pairs)('%s: hole', (_name, rule, bad) => expect(found(bad)).toContain(rule))
  it.each(pairs)('%s: mended', (_name, rule, _bad, good) => expect(found(good)).not.toContain(rule))
})
