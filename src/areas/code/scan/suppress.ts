import type { Project } from '../../../analysis/project.ts'
import type { Finding } from '../../../core/finding.ts'

const comment = /shopwarden-ignore(?:\s+([\w/,.-]+))?\s*:\s*(\S.*)/

/**
 * Suppressions in comments: `// shopwarden-ignore sql-injection: the reason` on the line of the finding or the one before it.
 * Without a reason it does not count.
 */
export function suppressions(project: Project): (finding: Finding) => string | undefined {
  const byPlace = new Map<string, { rules: string[]; reason: string }>()
  for (const file of project.files) {
    for (const [at, text] of file.parsed.comments) {
      const match = comment.exec(text)
      if (!match) continue
      const { line } = project.locate(file.id, at)
      const entry = {
        rules: (match[1] ?? '').split(',').filter((rule) => rule !== ''),
        reason: match[2]!.replace(/\*\/\s*$/, '').trim(),
      }
      byPlace.set(`${file.path}:${line}`, entry)
      byPlace.set(`${file.path}:${line + 1}`, entry)
    }
  }
  return (finding) => {
    const entry = byPlace.get(`${finding.location.uri}:${finding.location.line ?? 0}`)
    if (!entry) return undefined
    const named =
      entry.rules.length === 0 || entry.rules.some((rule) => finding.rule === rule || finding.rule === `code/${rule}`)
    return named ? entry.reason : undefined
  }
}
