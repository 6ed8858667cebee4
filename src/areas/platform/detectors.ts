import type { Identified, ReadFile } from './identified.ts'

type Detector = (read: ReadFile) => Identified | undefined

/** A version stands in a file of its own, at a place that a pattern finds. */
function byPattern(platform: string, files: readonly string[], pattern: RegExp, proof?: RegExp): Detector {
  return (read) => {
    for (const file of files) {
      const text = read(file)
      if (text === undefined || (proof && !proof.test(text))) continue
      const version = pattern.exec(text)?.[1]
      if (version !== undefined) return { platform, version, file }
    }
    return undefined
  }
}

interface ComposerPackage {
  name?: string
  version?: string
}

function packagesOf(text: string): ComposerPackage[] {
  try {
    const lock = JSON.parse(text) as { packages?: unknown }
    return Array.isArray(lock.packages) ? (lock.packages as ComposerPackage[]) : []
  } catch {
    return []
  }
}

/** composer.lock names the platform's own package: the exact version that is installed. */
function byComposer(platform: string, names: readonly string[]): Detector {
  return (read) => {
    const text = read('composer.lock')
    if (text === undefined) return undefined
    const installed = packagesOf(text).find((candidate) => names.includes(String(candidate.name)))
    if (installed === undefined) return undefined
    // A branch (`dev-main`, `2.x-dev`) is no release.
    const version = /^v?(\d[\w.+-]*)$/.exec(installed.version ?? '')?.[1]
    return { platform, version: version?.includes('dev') ? undefined : version, file: 'composer.lock' }
  }
}

/** The project's own composer.json names the platform, without a version. */
function byComposerJson(platform: string, name: string): Detector {
  return (read) => {
    const file = 'composer.json'
    const text = read(file)
    return text?.includes(`"${name}"`) && new RegExp(`"name"\\s*:\\s*"${name}"`).test(text)
      ? { platform, version: undefined, file }
      : undefined
  }
}

const part = (block: string, name: string) => new RegExp(`'${name}'\\s*=>\\s*'([^']*)'`).exec(block)?.[1] ?? ''

/** Magento 1 and OpenMage spread the version over arrays in app/Mage.php; OpenMage has one array for each major line. */
const mage: Detector = (read) => {
  const file = 'app/Mage.php'
  const text = read(file)
  if (text === undefined) return undefined
  const blocks = text.match(/'major'\s*=>[\s\S]{0,600}?[\])];/g) ?? []
  if (!text.includes('getOpenMageVersion')) {
    const numbers = ['major', 'minor', 'revision', 'patch'].map((name) => part(blocks[0] ?? '', name))
    const stage = part(blocks[0] ?? '', 'stability') + part(blocks[0] ?? '', 'number')
    // Before 1.4 the number stands in one piece.
    const whole = /function getVersion\(\)[^{]*\{\s*return '(\d[\d.]*)'/.exec(text)?.[1]
    const spread = numbers.includes('') ? undefined : `${numbers.join('.')}${stage === '' ? '' : `-${stage}`}`
    return { platform: 'magento1', version: spread ?? whole, file }
  }
  const major = /(?:\$majorVersion\s*=|getOpenMageMajorVersion\(\)[^{]*\{\s*return)\s*(\d+)/.exec(text)?.[1]
  const block =
    blocks.find((candidate) => part(candidate, 'major') === major) ??
    blocks.find((candidate) => part(candidate, 'major') !== '1')
  if (block === undefined) return { platform: 'openmage', version: undefined, file }
  const suffix = [part(block, 'stability'), part(block, 'number')].filter((value) => value !== '').join('.')
  const version = `${part(block, 'major')}.${part(block, 'minor')}.${part(block, 'patch')}${suffix === '' ? '' : `-${suffix}`}`
  return { platform: 'openmage', version, file }
}

/** thirty bees keeps PrestaShop's settings file and constant names, so it has to be asked first. */
const thirtybees = byPattern(
  'thirtybees',
  ['config/settings.inc.php', 'install-dev/install_version.php', 'install/install_version.php'],
  /_TB_(?:INSTALL_)?VERSION_'\s*,\s*'([\d.]+[\w.-]*)'/,
)

export const detectors: readonly Detector[] = [
  byComposer('magento', [
    'magento/product-community-edition',
    'magento/product-enterprise-edition',
    'magento/magento2-base',
  ]),
  byComposer('shopware', ['shopware/core', 'shopware/platform']),
  byComposer('sylius', ['sylius/sylius']),
  byComposer('bagisto', ['bagisto/bagisto']),
  byComposer('openmage', ['openmage/magento-lts']),
  mage,
  byPattern(
    'magento',
    ['composer.json'],
    /"version"\s*:\s*"v?([\w.-]+)"/,
    /"name"\s*:\s*"magento\/(?:magento2(?:ce|ee)|project-(?:community|enterprise)-edition)"/,
  ),
  thirtybees,
  byPattern(
    'prestashop',
    ['src/Core/Version.php', 'app/AppKernel.php'],
    /const\s+(?:string\s+)?VERSION\s*=\s*'([\d.]+[\w.-]*)'/,
    /PrestaShop/,
  ),
  byPattern(
    'prestashop',
    ['config/settings.inc.php', 'install/install_version.php', 'config/autoload.php'],
    /_PS_(?:INSTALL_)?VERSION_'\s*,\s*'([\d.]+[\w.-]*)'/,
  ),
  byPattern(
    'woocommerce',
    ['wp-content/plugins/woocommerce/woocommerce.php', 'woocommerce.php'],
    /^[\s*]*Version:\s*([\d.]+[\w.-]*)/m,
    /WooCommerce/,
  ),
  byPattern('wordpress', ['wp-includes/version.php'], /\$wp_version\s*=\s*'([\w.-]+)'/),
  byPattern(
    'opencart',
    ['index.php', 'upload/index.php'],
    /define\(\s*'VERSION'\s*,\s*'([\d.]+[\w.-]*)'\s*\)/,
    /DIR_SYSTEM|startup\.php/,
  ),
  byPattern('bagisto', ['packages/Webkul/Core/src/Core.php'], /const\s+BAGISTO_VERSION\s*=\s*'(\d+\.\d+[\w.-]*)'/),
  byComposerJson('bagisto', 'bagisto/bagisto'),
  byPattern(
    'sylius',
    [
      'src/Sylius/Bundle/CoreBundle/SyliusCoreBundle.php',
      'src/Sylius/Bundle/CoreBundle/Application/Kernel.php',
      'src/Sylius/Bundle/CoreBundle/Kernel/Kernel.php',
    ],
    /const\s+(?:string\s+)?VERSION\s*=\s*'([\w.-]+)'/,
  ),
  byPattern(
    'shopware',
    ['engine/Shopware/Kernel.php', 'engine/Shopware/Application.php'],
    /VERSION\s*=\s*'([\d.]+)'|'version'\s*=>\s*'([\d.]+)'/,
  ),
]
