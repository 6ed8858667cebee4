import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readTextUpTo } from '../../../net/files.ts'
import { type InstalledPackage, limits } from './installed.ts'

function folders(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .slice(0, limits.folders)
      .map((entry) => entry.name)
  } catch {
    return []
  }
}

/** Modules of PrestaShop and thirty bees: modules/<name>/config.xml, else `$this->version` of modules/<name>/<name>.php. */
export function readPrestaModules(root: string): InstalledPackage[] {
  return folders(join(root, 'modules')).flatMap((name) => {
    const base = join('modules', name)
    const xml = /<version>\s*(?:<!\[CDATA\[)?\s*v?(\d[^\]<\s]*)/.exec(
      readTextUpTo(join(root, base, 'config.xml'), 200_000) ?? '',
    )
    const php = readTextUpTo(join(root, base, `${name}.php`), 2_000_000)
    const own = /\$this->version\s*=\s*['"]v?(\d[^'"]*)['"]/.exec(php ?? '')
    const version = own?.[1] ?? xml?.[1]
    const file = join(base, own ? `${name}.php` : 'config.xml')
    return version === undefined
      ? []
      : [{ kind: 'prestashop-module', name: name.toLowerCase(), version, file, dev: false }]
  })
}

/** Plugins of WordPress: the header of the first PHP file in the plugin's folder that has one. */
export function readWordPressPlugins(root: string): InstalledPackage[] {
  const plugins = join('wp-content', 'plugins')
  return folders(join(root, plugins)).flatMap((name) => {
    let files: string[]
    try {
      files = readdirSync(join(root, plugins, name))
        .filter((file) => file.endsWith('.php'))
        .slice(0, 50)
    } catch {
      return []
    }
    for (const file of [`${name}.php`, ...files]) {
      const head = readTextUpTo(join(root, plugins, name, file), 8192)
      if (head === undefined || !/^[\s*]*Plugin Name:/m.test(head)) continue
      const version = /^[\s*]*Version:\s*v?(\d[^\s]*)/m.exec(head)?.[1]
      if (version !== undefined)
        return [{ kind: 'wordpress-plugin', name, version, file: join(plugins, name, file), dev: false }]
    }
    return []
  })
}
