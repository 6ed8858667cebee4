import type { Hit } from '../../../analysis/machine.ts'
import type { Project } from '../../../analysis/project.ts'
import { calledName } from '../../../analysis/visit.ts'
import { entryOf } from '../../../analysis/value.ts'
import { literalText, oncePer, visitScript } from './scripts.ts'

/** True for a policy under which a browser runs no script that stands in the page, and none of a foreign server. */
function runsNoScript(policy: string): boolean {
  const rule = /(?:^|;)\s*script-src\s+([^;]*)/i.exec(policy) ?? /(?:^|;)\s*default-src\s+([^;]*)/i.exec(policy)
  return (
    rule !== null &&
    rule[1]!
      .trim()
      .split(/\s+/)
      .every((source) => /^'(?:self|none|strict-dynamic|nonce-.*|sha\d+-.*)'$/i.test(source))
  )
}

const files = () => new Map<number, boolean>()

/** True where the file that data enters by sends such a policy with its page: what is injected can change the page, but runs nothing. */
export function isUnderPolicy(project: Project, { taint }: Hit): boolean {
  const { file } = entryOf(taint)
  const known = oncePer(project, files)
  const before = known.get(file)
  if (before !== undefined) return before
  const { parsed, source } = project.files[file]!
  let found = false
  if (/content-security-policy/i.test(source)) {
    const given = new Map<string, string>()
    visitScript(parsed.body, (node) => {
      if (node.kind === 'assign' && node.target.kind === 'var') given.set(node.target.name, literalText(node.value))
      const [first] = node.kind === 'call' && calledName(node)?.name === 'header' ? node.args : []
      if (!first) return
      const line = first.value.kind === 'var' ? (given.get(first.value.name) ?? '') : literalText(first.value)
      const policy = /^\s*content-security-policy\s*:(.*)$/is.exec(line)?.[1]
      if (policy !== undefined && runsNoScript(policy)) found = true
    })
  }
  known.set(file, found)
  return found
}
