import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isSource } from '../../../analysis/endings.ts'

const skippedFolders = new Set(['.git', '.svn', '.hg', 'node_modules', 'bower_components', '.idea', '.shopwarden'])
/** Code of other makers that comes in by a package manager: known holes in it are a question of versions, not of this scan. */
const vendorFolders = new Set(['vendor', 'tests', 'test', 'Test', 'Tests', '__tests__', 'spec', 'fixtures', 'e2e'])
/** A part of a shop with several vendors: `modules/vendor`, `controllers/vendor`. */
const ofSellers = (folder: string, name: string) =>
  name === 'vendor' && /(?:^|\/)(?:modules|controllers?|models?)$/i.test(folder)
/** Below controllers the name of a folder is a part of an address: `Controller/Test/Hook.php` answers `…/test/hook`. */
const isAddress = (folder: string, name: string) => /^test$/i.test(name) && /(?:^|\/)controllers?(?:\/|$)/i.test(folder)
/** Tests that stand beside what they test. */
const testFile = /[.-](?:spec|test|cy)\.[cm]?[jt]sx?$/

/** Mapper files of MyBatis by the names that they are given. */
export const isMapper = (path: string) =>
  /(?:mapper|dao|sqlmap)[^/]*\.xml$|(?:^|\/)(?:mappers?|mybatis)\/.*\.xml$/i.test(path)

/** What Magento 2 offers to programs of others. */
export const isServices = (path: string) => /(?:^|\/)etc\/webapi\.xml$/.test(path)

/** What a project of JavaScript says of the libraries it uses. */
export const isManifest = (path: string) => /(?:^|\/)package\.json$/.test(path)

/** Settings that say who may call what: of servlets, of Spring Security, of Symfony, of Shopware's plug-ins and of the web server. */
export const isSettings = (path: string) =>
  /(?:^|\/)\.htaccess$|(?:^|\/)(?:web|(?:\w+-)?security(?:-\w+)?)\.xml$|(?:^|\/)(?:security|routes|services)\.ya?ml$|(?:^|\/)config\/(?:packages|routes|routing)\/[^/]+\.(?:ya?ml|xml)$|(?:^|\/)config\/(?:routes|services|security)\.xml$/i.test(
    path,
  )

export interface Walked {
  files: string[]
  notRead: { path: string; reason: string }[]
}

/** Pages of Thymeleaf, which belong to programs in Java: the HTML of a shop in PHP, mostly its manual, is not even read. */
const withoutManual = (files: readonly string[]): string[] =>
  files.some((path) => path.endsWith('.php')) && !files.some((path) => path.endsWith('.java'))
    ? files.filter((path) => !path.endsWith('.html'))
    : [...files]

/** Source files below a folder, relative with `/`, in a fixed order. Links are not followed, so loops cannot trap it. */
export function walk(root: string, includeVendor: boolean): Walked {
  const walked: Walked = { files: [], notRead: [] }
  const open = ['']
  while (open.length > 0) {
    const folder = open.pop()!
    let entries: Dirent[]
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true })
    } catch (error) {
      walked.notRead.push({ path: folder, reason: (error as NodeJS.ErrnoException).code ?? 'cannot be read' })
      continue
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (
          !skippedFolders.has(entry.name) &&
          (includeVendor ||
            !vendorFolders.has(entry.name) ||
            isAddress(folder, entry.name) ||
            ofSellers(folder, entry.name))
        )
          open.push(path)
      } else if (
        entry.isFile() &&
        (includeVendor || !testFile.test(entry.name)) &&
        (isSource(path) ||
          path.endsWith('.properties') ||
          isMapper(path) ||
          isServices(path) ||
          isManifest(path) ||
          isSettings(path))
      )
        walked.files.push(path)
    }
  }
  walked.files = withoutManual(walked.files).sort()
  return walked
}
