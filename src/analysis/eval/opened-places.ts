import type { Project } from '../project.ts'

/** Anything at all, slashes as well. */
const anything = /^(?:\.[*+]\??|\[\^?[^\]]*[/.][^\]]*\][*+]|\(\.\*\)|\[\\s\\S\][*+])$/

const known = new WeakMap<Project, Map<string, ReadonlySet<string>>>()

/** Places of addresses that calls of a method open for slashes: `->where('path', '.*')`, `->where(['path' => '.+'])`. */
export function openedPlaces(project: Project, method: string): ReadonlySet<string> {
  const all = known.get(project) ?? new Map<string, ReadonlySet<string>>()
  known.set(project, all)
  const before = all.get(method)
  if (before) return before
  const found = new Set<string>()
  const form = new RegExp(`->${method}\\(([^()]{0,200}(?:\\([^()]*\\))?[^()]{0,100})\\)`, 'g')
  for (const { source, language } of project.files)
    if (language === 'php' && source.includes('Route::'))
      for (const [, args = ''] of source.matchAll(form))
        for (const [, name = '', pattern = ''] of args.matchAll(/['"](\w+)['"]\s*(?:,|=>)\s*['"]([^'"]*)['"]/g))
          if (anything.test(pattern)) found.add(name)
  all.set(method, found)
  return found
}
