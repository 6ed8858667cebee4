import type { Annotation, Parameter } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import type { StructureCheck } from '../check.ts'
import { decidesByIdentity } from '../identity.ts'
import { doorsIn, type JavaDoor, textsOf } from './doors.ts'
import { passOfMarks, passTo } from './gates.ts'
import { bodiesOf, reachOf } from '../reach.ts'

/** Names by which a caller says what he is. */
const ofRole = /^(?:x-)?(?:(?:user|account)[-_]?)?(?:is[-_]?)?(?:role|roles|admin|staff|employee|manager|operator)$/i
const reads =
  /getHeader\(\s*"x-(?:(?:user|account)-)?(?:is-?)?(?:role|roles|admin|staff|employee|manager)"\s*\)|getParameter\(\s*"(?:role|admin|isAdmin|staff|isStaff)"\s*\)/i
const refuses = /\b40[13]\b|FORBIDDEN|UNAUTHORIZED|AccessDenied|Forbidden/
const alsoAsks =
  /isUserInRole|getRemoteUser|getUserPrincipal|hasRole|hasAuthority|hasPermission|getAttribute\("|token|hmac|signature|secret|api_?key|MessageDigest|SecurityContext|Principal|jwt/i

const marks = /^(?:RequestHeader|RequestParam|CookieValue|HeaderParam|QueryParam|CookieParam)$/

const nameIn = ({ args }: Annotation): string =>
  ['0', 'value', 'name'].flatMap((key) => (args[key] ? textsOf(args[key]) : []))[0] ?? ''

/** A parameter by which the caller himself says that he is of the staff. */
const isSaid = ({ name, annotations }: Parameter): boolean =>
  (annotations ?? []).some((mark) => marks.test(mark.name) && ofRole.test(nameIn(mark) || name))

/** Where the method lets only those through who say so. */
function believes(project: Project, door: JavaDoor): boolean {
  const reached = reachOf(project, { fn: door.fn, file: door.file, cls: door.cls })
  const text = bodiesOf(project, reached)
  if (!refuses.test(text) || alsoAsks.test(text) || decidesByIdentity(project, reached)) return false
  const names = door.fn.params.filter(isSaid).map(({ name }) => name)
  const asked = names.some((name) =>
    new RegExp(
      `if\\s*\\(\\s*(?:!\\s*${name}\\b|!\\s*"\\w+"\\s*\\.equals\\w*\\(\\s*${name}\\b|!\\s*${name}\\.equals\\w*\\(|!\\s*Boolean\\.\\w+\\(\\s*${name}\\b)`,
    ).test(text),
  )
  return asked || (reads.test(text) && /if\s*\([^;{]*!/.test(text))
}

/** Java: the only question who calls is answered by the caller himself, by a header or a parameter (CWE-807, CWE-862). */
export const javaBelieves: StructureCheck = (project, file, report) => {
  for (const door of doorsIn(project, file))
    if (passOfMarks(door) === undefined && door.paths.every((path) => passTo(project, door, path) !== 'staff'))
      if (believes(project, door)) report('missing-authorisation', door.fn.at)
}
