import { describe, expect, it } from 'vitest'
import { identifySource } from './identify.ts'
import { join } from 'node:path'
import { readKnowledge } from '../../knowledge/read.ts'
import { compareReleases, releaseState, releasesSchema } from './releases.ts'

const tree = (files: Record<string, string>) => identifySource((path) => files[path])
const mage = (body: string) => `<?php final class Mage {\n${body}\n}`

describe('platform from source', () => {
  it.each([
    [
      'composer.lock of Magento',
      {
        'composer.lock':
          '{"packages":[{"name":"a/b","version":"1"},{"name":"magento/product-community-edition","version":"2.4.7-p3"}]}',
      },
      'magento',
      '2.4.7-p3',
    ],
    [
      'OpenCart',
      { 'index.php': "<?php\ndefine('VERSION', '4.1.0.3');\nrequire_once(DIR_SYSTEM . 'startup.php');" },
      'opencart',
      '4.1.0.3',
    ],
    [
      'thirty bees',
      { 'install-dev/install_version.php': "define('_TB_INSTALL_VERSION_', '1.6.0');" },
      'thirtybees',
      '1.6.0',
    ],
    ['PrestaShop 1.7', { 'config/settings.inc.php': "define('_PS_VERSION_', '1.7.8.11');" }, 'prestashop', '1.7.8.11'],
    [
      'WooCommerce before WordPress',
      {
        'wp-content/plugins/woocommerce/woocommerce.php': '/**\n * Plugin Name: WooCommerce\n * Version: 9.1.2\n */',
        'wp-includes/version.php': "$wp_version = '6.6';",
      },
      'woocommerce',
      '9.1.2',
    ],
    [
      'Magento 1',
      {
        'app/Mage.php': mage(
          "public static function getVersionInfo() { return array(\n'major' => '1',\n'minor' => '9',\n'revision' => '3',\n'patch' => '8',\n'stability' => '',\n'number' => '',\n); }".replace(
            ');',
            '];',
          ),
        ),
      },
      'magento1',
      '1.9.3.8',
    ],
    [
      'OpenMage with two lines',
      {
        'app/Mage.php': mage(
          "function getOpenMageVersion() {} $majorVersion = 19; return [ 'major' => '20', 'minor' => '0', 'revision' => '', 'patch' => '19', ]; return [ 'major' => '19', 'minor' => '4', 'patch' => '22', 'stability' => '', 'number' => '', ];",
        ),
      },
      'openmage',
      '19.4.22',
    ],
  ])('%s', (_, files, platform, version) => expect(tree(files)).toMatchObject({ platform, version }))

  it('knows nothing of trees that are no shop, and survives broken locks', () => {
    expect(tree({})).toBeUndefined()
    expect(tree({ 'composer.lock': '{"packages": 3}' })).toBeUndefined()
    expect(tree({ 'composer.lock': '<html>' })).toBeUndefined()
  })
})

describe('release state', () => {
  const now = new Date('2026-06-30T00:00:00Z')
  const platform = {
    name: 'P',
    asOf: '2026-06-01',
    releases: [
      ['1.0.0', '2025-01-01'],
      ['1.1.0', '2026-01-01'],
      ['1.2.0', '2026-06-20'],
      ['2.0.0-beta1', '2026-06-25'],
    ] as [string, string][],
    cycles: [],
  }

  it('says how far behind and for how long an update has waited', () => {
    expect(releaseState(platform, '1.0.0', now)).toMatchObject({
      behind: 2,
      newest: '1.2.0',
      behindDays: 180,
      ageDays: 545,
    })
    expect(releaseState(platform, '1.2.0', now)).toMatchObject({ behind: 0, newest: '1.2.0' })
  })

  it('knows the end of support of the line a version belongs to', () => {
    const cycles = [
      { cycle: '2.4', released: '2020-01-01', eol: '2024-01-01' },
      { cycle: '2.4.7', released: '2024-04-01', eol: '2027-04-01', latest: '2.4.7-p5', latestDate: '2026-05-01' },
    ]
    expect(releaseState({ ...platform, releases: [], cycles }, '2.4.7-p3', now)).toMatchObject({
      supported: true,
      supportEnds: '2027-04-01',
      behind: 1,
    })
    expect(releaseState({ ...platform, releases: [], cycles }, '2.4.6', now)).toMatchObject({ supported: false })
  })

  it.each([
    ['2.4.7-p3', '2.4.7-p10', -1],
    ['2.4.7', '2.4.7-p1', -1],
    ['4.1.0.3', '4.1.0.4', -1],
    ['1.13.0-RC1', '1.13.0', -1],
    ['1.10', '1.9', 1],
  ])('%s against %s', (a, b, expected) => expect(Math.sign(compareReleases(a, b))).toBe(expected))
})

describe('releases and ends of support as they ship', () => {
  const { platforms } = readKnowledge(
    join(import.meta.dirname, '../../../knowledge'),
    'platform-releases.json',
    releasesSchema,
  )
  const state = (platform: string, version: string) =>
    releaseState(platforms[platform]!, version, new Date('2026-11-01T00:00:00Z'))

  it.each([
    ['prestashop', '9.0.2', { supported: false, supportEnds: '2026-03-13' }],
    ['prestashop', '8.2.7', { supported: true }],
    ['prestashop', '1.6.1.24', { supported: false, supportEnds: '2019-06-30' }],
    ['sylius', '1.13.7', { supported: false, supportEnds: '2025-04-30', newest: '2.3.0' }],
    ['sylius', '2.2.10', { supported: true, supportEnds: '2027-03-31' }],
    ['woocommerce', '10.3.6', { ageDays: 334, newest: '10.9.4' }],
    ['woocommerce', '9.0.0', { newest: '10.9.4' }],
  ])('%s %s', (platform, version, expected) => expect(state(platform, version)).toMatchObject(expected))

  it('nothing is published of when PrestaShop 1.7.8 ends, and nothing is claimed', () =>
    expect(state('prestashop', '1.7.8.11')).not.toHaveProperty('supported'))

  it.each(Object.entries(platforms))('%s: dates that can be, each version once', (_, { releases, asOf }) => {
    expect(new Set(releases.map(([version]) => version)).size).toBe(releases.length)
    for (const [, date] of releases) expect(date <= asOf || date < '2026-09-30').toBe(true)
  })
})
