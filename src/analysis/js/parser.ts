import { templateCalls } from './angular.ts'
import type { ParsedFile } from '../ast.ts'
import { countLines } from '../lines.ts'
import { child, type Es, nodes, text } from './estree.ts'
import { lowerExpression } from './expressions.ts'
import type { Lower } from './lower.ts'
import { nestsTooDeep } from './nesting.ts'
import { parseProgram } from './program.ts'
import { lowerStatements } from './statements.ts'

const lower: Lower = {
  expr: (node) => lowerExpression(lower, node),
  stmts: (list) => lowerStatements(lower, list),
}

/** Longest line that is taken for code written by people; longer ones are the output of a packer. */
const longestLine = 20_000

function isPacked(source: string): boolean {
  if (source.length < longestLine) return false
  let from = 0
  while (from < source.length) {
    const end = source.indexOf('\n', from)
    const stop = end < 0 ? source.length : end
    if (stop - from > longestLine) return true
    from = stop + 1
  }
  return false
}

/** Local names of imported modules and members: `exec` to `child_process.exec`. */
function imports(body: readonly Es[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const node of body) {
    if (node.type !== 'ImportDeclaration') continue
    const source = child(node, 'source')?.['value']
    if (typeof source !== 'string') continue
    const module = source.replace(/^node:/, '')
    for (const specifier of nodes(node, 'specifiers')) {
      const local = text(child(specifier, 'local'), 'name')
      found.set(
        local,
        specifier.type === 'ImportSpecifier' ? `${module}.${text(child(specifier, 'imported'), 'name')}` : module,
      )
    }
  }
  return found
}

/** Exported names: the variable that each stands for, or `./module.member` where it is passed on; and modules passed on whole. */
function exported(body: readonly Es[]): { exports: Map<string, string>; exportsAll: string[] } {
  const exports = new Map<string, string>()
  const exportsAll: string[] = []
  const nameIn = (node: Es | null) => text(node, 'name') || String(node?.['value'] ?? '')
  for (const node of body) {
    const from = child(node, 'source')?.['value']
    if (node.type === 'ExportAllDeclaration' && typeof from === 'string' && !child(node, 'exported'))
      exportsAll.push(from)
    else if (node.type === 'ExportDefaultDeclaration') {
      const declaration = child(node, 'declaration')
      const named = declaration?.type === 'Identifier' ? declaration : declaration && child(declaration, 'id')
      exports.set('default', (declaration?.type.endsWith('Expression') ? '' : nameIn(named)) || 'default')
    } else if (node.type === 'ExportNamedDeclaration')
      for (const specifier of nodes(node, 'specifiers')) {
        const local = nameIn(child(specifier, 'local'))
        exports.set(nameIn(child(specifier, 'exported')), typeof from === 'string' ? `${from}.${local}` : local)
      }
  }
  return { exports, exportsAll }
}

/** Parses JavaScript or TypeScript. Never throws; packed files are named as a problem and not followed. */
export function parseJs(source: string, path: string): ParsedFile {
  const file: ParsedFile = {
    language: 'js',
    body: [],
    problems: [],
    lines: countLines(source),
    namespace: '',
    imports: new Map(),
    comments: new Map(),
  }
  if (isPacked(source)) {
    file.problems.push({ at: 0, message: 'packed code, not read' })
    return file
  }
  if (nestsTooDeep(source)) {
    file.problems.push({ at: 0, message: 'nested too deeply' })
    return file
  }
  try {
    const parsed = parseProgram(path, source)
    for (const error of parsed.errors.slice(0, 20))
      file.problems.push({ at: error.labels?.[0]?.start ?? 0, message: error.message })
    const body = nodes(parsed.program as unknown as Es, 'body')
    file.imports = imports(body)
    Object.assign(file, exported(body))
    file.body = lowerStatements(lower, body)
    if (source.includes('@Component')) file.body.push(...templateCalls(file.body))
    for (const comment of parsed.comments)
      if (comment.value.includes('shopwarden-ignore')) file.comments.set(comment.start, comment.value)
  } catch (error) {
    file.problems.push({ at: 0, message: error instanceof Error ? error.message : String(error) })
  }
  return file
}
