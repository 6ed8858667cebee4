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
        return [
          { kind: 'wordpress-plugin', name: name.toLowerCase(), version, file: join(plugins, name, file), dev: false },
        ]
    }
    return []
  })
}

/** Themes of WordPress, by the header of their style.css, and WordPress itself. */
export function readWordPressRest(root: string): InstalledPackage[] {
  const themes = folders(join(root, 'wp-content', 'themes')).flatMap((name) => {
    const file = join('wp-content', 'themes', name, 'style.css')
    const head = readTextUpTo(join(root, file), 8192) ?? ''
    const version = /^[\s*]*Theme Name:/m.test(head) ? /^[\s*]*Version:\s*v?(\d[^\s]*)/m.exec(head)?.[1] : undefined
    return version === undefined
      ? []
      : [{ kind: 'wordpress-theme', name: name.toLowerCase(), version, file, dev: false }]
  })
  const file = join('wp-includes', 'version.php')
  const version = /\$wp_version\s*=\s*'([\w.-]+)'/.exec(readTextUpTo(join(root, file), 200_000) ?? '')?.[1]
  return version === undefined
    ? themes
    : [...themes, { kind: 'wordpress-core', name: 'wordpress', version, file, dev: false }]
}
