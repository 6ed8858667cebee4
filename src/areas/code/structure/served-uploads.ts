import type { Expr, FunctionDecl } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { nameOf } from './records/record-access.ts'

/** Writes a file, in Node and in Java; the name is one of what it is given. */
const writes =
  /^(?:writefile(?:sync)?|createwritestream|rename(?:sync)?|copyfile(?:sync)?|mv|transferto|copy|write|newoutputstream|saveas)$/
/** Folders that the web server hands out. */
const served = /(?:['"`/])(?:public|static|webapps?|www|htdocs|web-?root|wwwroot|public_html|assets|media)(?:['"`/])/
const ofUpload = /file|upload|picture|photo|image|avatar|part|attachment|document|logo|banner|blob/i
const namedSo = /^(?:name|originalname|filename|originalfilename)$/i
const namedByCall = /^(?:getoriginalfilename|getsubmittedfilename)$/
/** Looks at the ending or at what the file is. */
const looks =
  /\.includes\(|\.has\(|\.contains\(|\.test\(|\.match\(|\.matches\(|indexOf\(|endsWith\(|\bswitch\b|mime_?type|\.type\b|getContentType|fileType|sharp\(|ImageIO|imageSize|allowed|whitelist|accept|fileFilter/i

/** True for the name under which a file came, and for what still ends as it does. */
function endsAsSent(expr: Expr | undefined, names: ReadonlySet<string>): boolean {
  let found = false
  visit(expr, (node) => {
    // A table of endings gives one of its own.
    if (node.kind === 'index') return false
    const called = calledName(node)?.name
    if (called !== undefined && /^(?:get|hash|digest|createhash|update|slugify|randomuuid)$/.test(called)) return false
    if (called !== undefined && namedByCall.test(called)) found = true
    if (node.kind === 'prop' && namedSo.test(String(node.name)) && ofUpload.test(nameOf(node.object))) found = true
    if (node.kind === 'var' && names.has(node.name)) found = true
    return undefined
  })
  return found
}

/** Where a function writes a file under an ending that came with it. */
function writtenIn(fn: FunctionDecl): number | undefined {
  const names = new Set<string>()
  let at: number | undefined
  visit(fn.body, (node) => {
    const [target, value] =
      node.kind === 'declare' ? [node.target, node.initial] : node.kind === 'assign' ? [node.target, node.value] : []
    if (target?.kind === 'var' && value && endsAsSent(value, names)) names.add(target.name)
    if (
      (node.kind !== 'call' && node.kind !== 'mcall' && node.kind !== 'scall') ||
      !writes.test(calledName(node)?.name ?? '')
    )
      return
    if (node.args.some((item) => endsAsSent(item.value, names))) at ??= node.at
  })
  return at
}

/** Files that call a function may look at what they hand over. */
const callersLook = (project: Project, file: SourceFile, { name }: FunctionDecl): boolean =>
  /^\w+$/.test(name) &&
  project.files.some(
    (other) =>
      other !== file && other.language === file.language && other.source.includes(name) && looks.test(other.source),
  )

/** Node, Java: a file that somebody sends keeps its ending in a folder that the web server hands out (CWE-434). */
export const servedUploads: StructureCheck = (project, file, report) => {
  if (file.language === 'php' || !served.test(file.source) || looks.test(file.source)) return
  if (!/originalname|originalFilename|getOriginalFilename|getSubmittedFileName|\.name\b|\.filename\b/.test(file.source))
    return
  visit(file.parsed.body, (node) => {
    const all =
      node.kind === 'funcdecl' || node.kind === 'func' ? [node.fn] : node.kind === 'classdecl' ? node.cls.methods : []
    for (const fn of all) {
      const at = writtenIn(fn)
      if (at !== undefined && !callersLook(project, file, fn)) report('unsafe-upload', at)
    }
  })
}
