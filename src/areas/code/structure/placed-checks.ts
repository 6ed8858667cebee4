import type { Hit } from '../../../analysis/machine.ts'
import { entryOf } from '../../../analysis/value.ts'
import type { Project } from '../../../analysis/project.ts'

/** Part of a request in the label of foreign data: `ExpressRequest.params['0']`. */
const partOf = /\.(params|query|body)\['([\w-]+)'\]$/
const refuses = /\bnext\s*\(/
const checks = /valid|\.test\(|\.match\(|startsWith\(|\.includes\(/i

/**
 * True where a middleware checks the part of the request that the data is: one that the framework runs before the handler because it
 * lies beside it, its name telling in brackets what it comes before or after (`[context]checkPath[auth].js`, EverShop).
 */
export function isCheckedBeside(project: Project, { taint }: Hit): boolean {
  const { path, language } = project.files[entryOf(taint).file]!
  const [, part, name] = language === 'js' ? (partOf.exec(taint.label) ?? []) : []
  if (part === undefined || name === undefined) return false
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const asked = new RegExp(
    `\\b${part}\\b\\s*(?:\\.\\s*${name}\\b|\\[\\s*['"]?${name}['"]?\\s*\\])|\\b${name}\\b[^;{}]*\\}\\s*=\\s*[\\w.]*\\b${part}\\b`,
  )
  return project.files.some(
    (file) =>
      file.path !== path &&
      file.path.startsWith(folder) &&
      /^[^/]*\[[^\]/]+\][^/]*$/.test(file.path.slice(folder.length)) &&
      refuses.test(file.source) &&
      checks.test(file.source) &&
      asked.test(file.source),
  )
}
