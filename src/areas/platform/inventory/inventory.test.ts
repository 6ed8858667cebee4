import { describe, expect, it } from 'vitest'
import { readComposerInstalled, readComposerLock } from './composer.ts'
import { readNpmLock, readPnpmLock, readYarnLock } from './npm.ts'

const brief = (items: { name: string; version: string; dev: boolean }[] | undefined) =>
  items?.map(({ name, version, dev }) => `${name}@${version}${dev ? ' dev' : ''}`)

describe('lock files of every generation', () => {
  it.each([
    [
      'composer.lock',
      () =>
        readComposerLock(
          '{"packages":[{"name":"A/b","version":"v1.0"}],"packages-dev":[{"name":"c/d","version":"2"}]}',
          'f',
        ),
      ['a/b@v1.0', 'c/d@2 dev'],
    ],
    [
      'an old composer.lock',
      () =>
        readComposerLock(
          '\uFEFF{"hash":"x","packages":[{"name":"a/b","version":"1"},{"x":1},7],"packages-dev":null}',
          'f',
        ),
      ['a/b@1'],
    ],
    ['installed.json of Composer 1', () => readComposerInstalled('[{"name":"a/b","version":"1"}]', 'f'), ['a/b@1']],
    [
      'installed.json of Composer 2',
      () => readComposerInstalled('{"packages":[{"name":"a/b","version":"1"}],"dev-package-names":["a/b"]}', 'f'),
      ['a/b@1 dev'],
    ],
    [
      'npm 6',
      () =>
        readNpmLock(
          '{"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","dependencies":{"b":{"version":"2.0.0","dev":true}}},"g":{"version":"git+ssh://x"}}}',
          'f',
        ),
      ['a@1.0.0', 'b@2.0.0 dev'],
    ],
    [
      'npm 7 and later',
      () =>
        readNpmLock(
          '{"lockfileVersion":3,"packages":{"":{"version":"9.9.9"},"node_modules/a":{"version":"1.0.0"},"node_modules/a/node_modules/@s/b":{"version":"2.0.0","dev":true},"packages/own":{"version":"1.1.1"},"node_modules/own":{"link":true}}}',
          'f',
        ),
      ['a@1.0.0', '@s/b@2.0.0 dev'],
    ],
    [
      'Yarn 1',
      () =>
        readYarnLock(
          '# yarn lockfile v1\n\n"@s/b@^1.0.0", "@s/b@^1.1.0":\n  version "1.2.3"\n\nc@2:\n  version "2.0.0"\n',
          'f',
        ),
      ['@s/b@1.2.3', 'c@2.0.0'],
    ],
    [
      'Yarn 4',
      () =>
        readYarnLock(
          '__metadata:\n  version: 8\n\n"a@npm:^1.0.0":\n  version: 1.0.5\n  resolution: "a@npm:1.0.5"\n',
          'f',
        ),
      ['a@1.0.5'],
    ],
    [
      'pnpm 5 to 9',
      () =>
        readPnpmLock(
          "lockfileVersion: '9.0'\npackages:\n  /a/1.0.0:\n    dev: false\n  /@s/b@2.0.0(c@1.0.0):\n    x: 1\n  'd@3.0.0':\n    x: 1\n",
          'f',
        ),
      ['a@1.0.0', '@s/b@2.0.0', 'd@3.0.0'],
    ],
  ])('%s', (_, read, expected) => expect(brief(read())).toEqual(expected))

  it.each(['', '<html>', '{}', '[', '{"packages":3}'])('"%s" is none', (text) => {
    expect(readComposerLock(text, 'f')).toBeUndefined()
    expect(readNpmLock(text, 'f')).toBeUndefined()
    expect(readYarnLock(text, 'f')).toBeUndefined()
    expect(readPnpmLock(text, 'f')).toBeUndefined()
  })
})
