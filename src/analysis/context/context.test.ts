import { describe, expect, it } from 'vitest'
import { type EscapeName, escapes } from '../escapes.ts'
import type { Part, Taint } from '../value.ts'
import { checks } from './checks.ts'
import { matchEscapes, removalEscapes } from './pattern.ts'

const hole = (...names: EscapeName[]): Part => {
  const taint: Taint = {
    kind: 'request',
    label: 'x',
    escapes: escapes(...names),
    unsure: false,
    step: { file: 0, at: 0, message: '', before: null, length: 1 },
  }
  return { taints: [taint] }
}
const exposed = (check: string, ...text: Part[]) => checks[check]!(text).some((item) => !item.partial)

describe('contexts', () => {
  it.each<[string, Part[], boolean]>([
    ['sql', ['id = ', hole()], true],
    ['sql', ['id = ', hole('SqlText')], true],
    ['sql', ["a = '", hole('SqlText'), "'"], false],
    ['sql', ["a = '", hole(), "'"], true],
    ['sql', ["a = 'it\\'s ", hole('SqlText'), "' AND b = ", hole('SqlText')], true],
    ['sql', ['ORDER BY `', hole('SqlName'), '`'], false],
    ['html', ['<p>', hole('HtmlText'), '</p>'], false],
    ['html', ['<p>', hole('DoubleQuote'), '</p>'], true],
    ['html', ['<a title="', hole('DoubleQuote'), '">'], false],
    ['html', ["<a title='", hole('DoubleQuote'), "'>"], true],
    ['html', ['<a title=', hole('HtmlText', 'DoubleQuote'), '>'], true],
    ['html', ['<script>var a = "', hole('JsText'), '"</script>'], false],
    ['html', ['<script>var a = ', hole('HtmlText'), '</script>'], true],
    ['html', ['<script>a()</script><p>', hole('HtmlText'), '</p>'], false],
    ['html', ['<!-- ', hole('DoubleQuote'), ' -->'], true],
    ['html', ['<', hole('HtmlText'), ' a="">'], true],
    ['html', ["<script>var a = '", hole('SingleQuote'), "'</script>"], true],
    ['html', ["<script>var a = '", hole('SingleQuote', 'HtmlText'), "'</script>"], false],
    ['html', ['<!-- ', hole('UrlEncoded'), ' -->'], false],
    ['html', ['<style>p { color: ', hole('UrlEncoded'), ' }</style>'], false],
    ['html', ['<style>p { color: ', hole('HtmlText', 'DoubleQuote'), ' }</style>'], true],
    ['html', ['<style>p { content: "', hole('HtmlText', 'DoubleQuote'), '" }</style>'], true],
    ['html', ['<style>p { content: "', hole('HtmlText', 'DoubleQuote', 'OneLine'), '" }</style>'], false],
    ['html', ['<style>p { content: \\"', hole('HtmlText', 'DoubleQuote', 'OneLine'), '\\" }</style>'], true],
    ['html', ['<p ', hole('UrlEncoded'), '>'], true],
    ['sql', ['id = ', hole('SqlQuoted')], false],
    ['ldap', ['(cn=', hole('SqlText', 'SqlQuoted'), ')'], true],
    ['code', ["f('", hole('HtmlText', 'SingleQuote'), "')"], true],
    ['code', ['f("', hole('HtmlText', 'DoubleQuote'), '")'], true],
    ['code', ['f("', hole('DoubleQuote'), '")'], true],
    ['sql', ["a = '", hole('HtmlText', 'SingleQuote'), "'"], true],
    ['shell', ['ls ', hole('ShellArg')], false],
    ['shell', ["ls '", hole('ShellArg'), "'"], true],
    ['shell', ["ls '", hole('Slashes'), "'"], true],
    ['shell', ["ls '", hole('SingleQuote', 'HtmlText'), "'"], false],
    ['redirect', ['/account?x=', hole()], false],
    ['redirect', [hole()], true],
    ['redirect', ['https://shop.example/', hole()], false],
    ['redirect', ['https://', hole()], true],
    ['request', ['https://api.example/items/', hole()], false],
    ['request', [hole()], true],
    ['path', ['dir/', hole('PathName')], false],
    ['upload', ['dir/', hole('PathName')], true],
    ['upload', ['dir/', hole('PathName'), '.jpg'], false],
  ])('%s %#', (check, text, expected) => {
    expect(exposed(check, ...text)).toBe(expected)
  })
})

describe('patterns', () => {
  const has = (bits: number, name: EscapeName) => (bits & escapes(name)) !== 0

  it('earn what the characters that they allow cannot do', () => {
    expect(has(matchEscapes('/^[0-9]+$/'), 'Safe')).toBe(true)
    expect(has(matchEscapes('/^[a-z_]\\w*$/i'), 'Word')).toBe(true)
    expect(has(matchEscapes('/^[^\'"\\\\]+$/'), 'SqlText')).toBe(true)
    expect(matchEscapes('/[0-9]+/')).toBe(0)
    // A path of this site: one slash, and no sign behind it that would make another host of it.
    for (const path of ['/^\\/(?![/\\\\])/', '/^\\/[^/\\\\]/', '#^/\\w#'])
      expect(has(matchEscapes(path), 'LocalPath')).toBe(true)
    for (const open of ['/^\\//', '/^\\/[^/]/', '/^\\/(?!\\/)/', '/\\/\\w/', '/^\\/\\w*/'])
      expect(matchEscapes(open)).toBe(0)
    for (const own of ['#^https://pay\\.acme\\.example/#', '/^https?:\\/\\/([a-z0-9-]+\\.)?acme\\.com\\//i'])
      expect(has(matchEscapes(own), 'LocalUrl')).toBe(true)
    for (const other of [
      '#^https://acme.example/#',
      '#^https://pay\\.acme\\.example#',
      '#https://pay\\.acme\\.example/#',
    ])
      expect(has(matchEscapes(other), 'LocalUrl')).toBe(false)
    for (const web of ['#^https?://#', '/^(?:http|https):/', '/^(https?|mailto):/i'])
      expect(has(matchEscapes(web), 'WebUrl')).toBe(true)
    expect(matchEscapes('#https?://#')).toBe(0)
    expect(matchEscapes('/^[0-9]+$|x/')).toBe(0)
    expect(matchEscapes('/^.*$/') & escapes('Safe', 'Word', 'SqlText', 'HtmlText')).toBe(0)
  })

  it('earn what removed characters can no longer do', () => {
    expect(has(removalEscapes('/[^a-z0-9]/i', ''), 'Word')).toBe(true)
    expect(has(removalEscapes('/\\W/', ''), 'Word')).toBe(true)
    expect(has(removalEscapes('/[\\r\\n]/', ''), 'OneLine')).toBe(true)
    for (const controls of ['/[\\x00-\\x1F\\x7F]+/', '/[[:cntrl:]]/', '/\\p{Cc}+/u', '/[\\p{Cntrl}]/', '/\\R/'])
      expect(has(removalEscapes(controls, ' '), 'OneLine')).toBe(true)
    for (const others of ['/[\\x00-\\x08]/', '/[[:punct:]]/', '/\\p{So}/u']) expect(removalEscapes(others, '')).toBe(0)
    expect(removalEscapes('/script/', '')).toBe(0)
  })
})
