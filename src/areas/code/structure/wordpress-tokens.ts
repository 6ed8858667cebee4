import type { FunctionDecl } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { visit } from '../../../analysis/visit.ts'
import { codeOf } from './scripts.ts'

const quoted = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const makes = (name: string) => new RegExp(`\\bwp_create_nonce\\(\\s*['"]${quoted(name)}['"]`)
const php = ({ language }: SourceFile) => language === 'php'

/** True where a page of the shop gives the token to whoever looks at it: it says no more than that he has seen the page. */
export function isHandedToVisitors(project: Project, name: string): boolean {
  const made = makes(name)
  return project.files.some(
    ({ language, source }) =>
      language === 'php' &&
      made.test(source) &&
      /add_action\(\s*['"](?:wp_enqueue_scripts|wp_head|wp_footer)['"]|add_shortcode\(/.test(source) &&
      !/['"](?:admin_enqueue_scripts|admin_footer|admin_head)['"]/.test(source),
  )
}

/** Hooks of every page of the back office, the profile of a mere customer or subscriber among them. */
const everyPage =
  /['"](?:admin_enqueue_scripts|admin_print_(?:footer_)?scripts|admin_head|admin_footer|admin_notices)['"]/
/** Asks which page it is, or who looks at it. */
const asksWhere =
  /screen|current_user_can|user_can|is_super_admin|pagenow|\$hook|\$page|\$_(?:GET|REQUEST)|\bis_\w*(?:page|admin_user|setting)\w*\s*\(|post_type/i

/** Functions with a body that are declared in a file, methods included. */
function functionsOf(file: SourceFile): FunctionDecl[] {
  const found: FunctionDecl[] = []
  visit(file.parsed.body, (node) => {
    if (node.kind === 'funcdecl' || node.kind === 'func') found.push(node.fn)
    if (node.kind === 'classdecl') found.push(...node.cls.methods)
  })
  return found
}

/** True where every page of the back office carries the token, so that whoever has an account reads it on his profile. */
export function isHandedToAccounts(project: Project, name: string): boolean {
  const made = makes(name)
  return project.files.some((file) => {
    if (!php(file) || !made.test(file.source) || !everyPage.test(file.source)) return false
    const makers = functionsOf(file).filter(({ at, end }) => made.test(file.source.slice(at, end)))
    return makers.some(
      ({ name: maker, at, end }) =>
        new RegExp(`add_action\\(\\s*${everyPage.source}[^;]*['"]${quoted(maker)}['"]`).test(codeOf(file)) &&
        !asksWhere.test(file.source.slice(file.source.indexOf('{', at), end)),
    )
  })
}
