import type { SourceFile } from '../../../../analysis/project.ts'
import type { StructureCheck } from '../check.ts'
import { ownCode } from '../shapes.ts'

/** What a caller may say of himself in the body, the query or a header of his request. */
const said =
  /\b(?:req|request|ctx|ctx\.request|c\.req)\.(?:(?:body|query|params|headers)\s*(?:\?\.|\.)?\s*(?:\[\s*['"])?(?:x-)?(?:(?:user|account|customer)[-_]?)?(?:role|is_?admin|is_?staff|is_?employee|admin|staff|user_?type)['"\]]*|(?:get|header)\(\s*['"]x-(?:(?:user|account)-)?(?:role|is-?admin|admin|staff|employee)['"]\s*\))/i
/** Text of the comparison that lets only those in who say so. */
const refusing = new RegExp(
  String.raw`\bif\s*\(\s*(?:!\s*)?\(?\s*(?:String\(\s*)?${said.source}\)?\s*(?:!==?\s*['"\w]+\s*)?(?:&&[^)]*)?\)\s*\{?\s*(?:return\s+)?[^;{}]*\b(?:40[13]|[fF]orbidden|[uU]nauthori[sz]ed)`,
  'gi',
)
const alsoAsks =
  /\b(?:req|request|ctx\.state|ctx|c)\.(?:user|auth|session|customer)\b|jwt|verify\(|timingSafeEqual|hmac|signature|passport|getServerSession|api-?key|token|process\.env/i

/** `const isManager = (req) => req.body.role === 'manager'`: names of functions that believe it. */
function believers(source: string): string[] {
  const found: string[] = []
  const declared =
    /\b(?:const|let|function)\s+(\w+)\s*(?:=\s*(?:async\s*)?)?\(\s*(?:req|request|ctx)\b[^)]*\)\s*(?:=>)?\s*(?:\{\s*return\s+)?([^;}]{0,200})/g
  for (const [, name = '', text = ''] of source.matchAll(declared))
    if (said.test(text) && /===?\s*['"\w]/.test(text) && !alsoAsks.test(text)) found.push(name)
  return found
}

/** Where somebody is let in by what he says he is. */
function believesAt({ source }: SourceFile): number | undefined {
  const [direct] = source.matchAll(refusing)
  if (direct && !/===/.test(direct[0].slice(0, direct[0].indexOf(')')))) return direct.index
  for (const name of believers(source)) {
    const used = new RegExp(String.raw`\bif\s*\(\s*!\s*(?:await\s+)?${name}\(\w+\)\s*\)[^;]*\b40[13]\b`).exec(source)
    if (used) return used.index
  }
  return undefined
}

/** Node: the only question who calls is answered by the caller himself: a role in the body, the query or a header (CWE-807, CWE-862). */
export const nodeBelieves: StructureCheck = (_project, file, report) => {
  if (file.language !== 'js' || file.parsed.isTemplate || !said.test(file.source)) return
  if (alsoAsks.test(ownCode(file.source))) return
  const at = believesAt(file)
  if (at !== undefined) report('missing-authorisation', at)
}
