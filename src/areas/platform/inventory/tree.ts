import { join } from 'node:path'
import { readTextUpTo } from '../../../net/files.ts'
import type { Identified } from '../identified.ts'
import { readComposerInstalled, readComposerLock } from './composer.ts'
import { type InstalledPackage, type Inventory, limits } from './installed.ts'
import { readPrestaModules, readWordPressPlugins, readWordPressRest } from './modules.ts'
import { readNpmLock, readPnpmLock, readYarnLock } from './npm.ts'

type Reader = (text: string, file: string) => InstalledPackage[] | undefined

/** In each group the first file that is there counts: what lies on the disk before what a lock asks for. */
const groups: readonly (readonly (readonly [file: string, read: Reader])[])[] = [
  [
    ['vendor/composer/installed.json', readComposerInstalled],
    ['composer.lock', readComposerLock],
  ],
  [
    ['npm-shrinkwrap.json', readNpmLock],
    ['package-lock.json', readNpmLock],
    ['yarn.lock', readYarnLock],
    ['pnpm-lock.yaml', readPnpmLock],
  ],
]

/** Names under which advisories know a platform. Where no lock file names it, it is added under them. */
const platformPackages: Readonly<Record<string, readonly string[]>> = {
  magento: ['magento/product-community-edition', 'magento/community-edition'],
  magento1: ['magento/magento1ce', 'magento/core'],
  openmage: ['openmage/magento-lts'],
  prestashop: ['prestashop/prestashop'],
  thirtybees: ['thirtybees/thirtybees'],
  opencart: ['opencart/opencart'],
  shopware: ['shopware/platform', 'shopware/shopware'],
  sylius: ['sylius/sylius'],
  bagisto: ['bagisto/bagisto'],
  woocommerce: ['woocommerce/woocommerce'],
}

/** `composer:…` names under which advisories know a platform. */
export const advisoryNames = (platform: string): string[] =>
  (platformPackages[platform] ?? []).map((name) => `composer:${name}`)

/** The platform itself as packages, without those that `known` holds already. */
export function platformAsPackages(found: Identified, known: readonly InstalledPackage[]): InstalledPackage[] {
  const { platform, version, file } = found
  if (version === undefined) return []
  return (platformPackages[platform] ?? [])
    .filter((name) => !known.some((item) => item.kind === 'composer' && item.name === name))
    .map((name) => ({ kind: 'composer', name, version, file, dev: false }))
}

/** Everything that a tree says is installed: Composer, npm, modules and plugins. Reads files only. */
export function readInventory(root: string): Inventory {
  const packages: InstalledPackage[] = []
  const unreadable: Inventory['unreadable'] = []
  for (const group of groups) {
    for (const [file, read] of group) {
      const text = readTextUpTo(join(root, file), limits.fileBytes)
      if (text === undefined) continue
      const found = read(text, file)
      if (found === undefined) {
        unreadable.push({ file, reason: 'It is damaged or of a kind that is not known.' })
        continue
      }
      for (const item of found.slice(0, limits.packages)) packages.push(item)
      break
    }
  }
  packages.push(...readPrestaModules(root), ...readWordPressPlugins(root), ...readWordPressRest(root))
  return { packages, unreadable }
}
