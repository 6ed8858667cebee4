import type { Project } from '../project.ts'

const endings = [
  '',
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.mts',
  '.vue',
  '/index.ts',
  '/index.tsx',
  '/index.js',
]
/** Folders that names such as `@/x` and `~/x` stand for, in any folder above. */
const roots = ['src/', '', 'app/']

/** A path with `.` and `..` taken out; undefined where it leaves the tree. */
function normal(path: string): string | undefined {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

function at(project: Project, given: string): number | undefined {
  const path = normal(given)
  if (path === undefined) return undefined
  for (const name of [path, path.replace(/\.[mc]?jsx?$/, '')])
    for (const ending of endings) {
      const id = project.byPath.get(name + ending)
      if (id !== undefined && project.files[id]!.language === 'js') return id
    }
  return undefined
}

/** The file that a name of a module means, as written in a file of a folder (with `/` at its end): `./x`, `../y/z.js`, `@/lib/a`. */
export function resolveModule(project: Project, folder: string, spec: string): number | undefined {
  if (spec.startsWith('.')) return at(project, folder + spec)
  if (spec.startsWith('$lib/')) return resolveModule(project, folder, `@/lib/${spec.slice(5)}`)
  if (/^(?:~~|@@)\//.test(spec)) return resolveModule(project, folder, spec.slice(1))
  if (!/^[@~]\//.test(spec)) return undefined
  for (let above = folder; ; above = above.slice(0, above.lastIndexOf('/', above.length - 2) + 1)) {
    for (const root of roots) {
      const found = at(project, above + root + spec.slice(2))
      if (found !== undefined) return found
    }
    if (above === '') return undefined
  }
}

/** Folder of a file, with `/` at its end. */
export const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)
