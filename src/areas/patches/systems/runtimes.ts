import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { phpVersionCompare } from '../../../core/versions/php.ts'
import { readFileUpTo } from '../../../net/files.ts'

/** A program that was put there past the package manager. */
export interface Runtime {
  product: string
  path: string
  version: string
}

/** What each program's file says of its own version; read, never run. */
const programs: ReadonlyMap<string, readonly [product: string, pattern: RegExp]> = new Map([
  ['php', ['php', /\bPHP\/(\d+\.\d+\.\d+)/]],
  ['php-fpm', ['php', /\bPHP\/(\d+\.\d+\.\d+)/]],
  ['node', ['nodejs', /\bnode-v(\d+\.\d+\.\d+)(?:\.tar|-headers)/]],
  ['nginx', ['nginx', /\bnginx\/(\d+\.\d+\.\d+)/]],
  ['varnishd', ['varnish', /\bvarnish-(\d+\.\d+\.\d+) revision\b/]],
  ['httpd', ['apache-http-server', /\bApache\/(\d+\.\d+\.\d+)/]],
])
const most = { bytes: 200_000_000, folders: 50 }

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).slice(0, most.folders)
  } catch {
    return []
  }
}

/** Folders where software comes to lie that no package manager knows. */
function folders(root: string): string[] {
  const opt = namesIn(join(root, 'opt')).flatMap((name) => [`opt/${name}/bin`, `opt/${name}/sbin`])
  const nvm = namesIn(join(root, 'root/.nvm/versions/node')).map((name) => `root/.nvm/versions/node/${name}/bin`)
  return ['usr/local/bin', 'usr/local/sbin', ...opt, ...nvm]
}

/** What a program of this path says of itself in the text of its file; undefined where it is none of those known. */
export function versionIn(path: string, text: string): Runtime | undefined {
  const [product, pattern] = programs.get(basename(path)) ?? []
  const version = pattern?.exec(text)?.[1]
  return product === undefined || version === undefined ? undefined : { product, path, version }
}

/** PHP, Node, nginx, Apache and Varnish outside the package manager, with their versions. */
export function findRuntimes(root: string): Runtime[] {
  const found: Runtime[] = []
  for (const folder of folders(root)) {
    for (const name of programs.keys()) {
      const path = join(folder, name)
      const content = readFileUpTo(join(root, path), most.bytes)
      // Scripts that only call a program say nothing; programs start with the ELF mark.
      if (content === undefined || content.toString('latin1', 0, 4) !== '\x7fELF') continue
      const runtime = versionIn(`/${path}`, content.toString('latin1'))
      if (runtime) found.push(runtime)
    }
  }
  return found
}

export interface Cycle {
  cycle: string
  eol?: string | boolean | undefined
  latest?: string | undefined
}

/** How a runtime stands: supported, and behind the newest of its line. Undefined where its line is not known. */
export function standing(runtime: Runtime, cycles: readonly Cycle[], today: string) {
  const line = cycles
    .filter(({ cycle }) => runtime.version === cycle || runtime.version.startsWith(`${cycle}.`))
    .sort((a, b) => b.cycle.length - a.cycle.length)[0]
  if (line === undefined) return undefined
  const supported = typeof line.eol === 'boolean' ? !line.eol : line.eol === undefined ? undefined : line.eol >= today
  const behind = line.latest !== undefined && phpVersionCompare(runtime.version, line.latest) < 0
  return {
    ...(supported !== undefined && { supported }),
    ...(typeof line.eol === 'string' && { ends: line.eol }),
    ...(line.latest !== undefined && { latest: line.latest }),
    behind,
  }
}
