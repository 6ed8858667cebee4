import type { Machine } from '../machine.ts'
import type { Project } from '../project.ts'
import { shared } from '../templates/generated.ts'
import { constant, unknown, Value } from '../value.ts'

const isView = /(?:^|\/)(?:views?|templates?|themes?|partials)\/|\.(?:phtml|tpl)$/i

/** A variable that a template in PHP uses and does not set: what the code that shows it hands over under that name. */
export function viewVariable(machine: Machine, name: string, at: number): Value | undefined {
  const { frame } = machine
  const file = machine.project.files[frame.file]!
  if (frame.fn !== null || frame.caller !== null || !isView.test(file.path)) return undefined
  const args = [constant(name)]
  return machine.callNamedFunction(shared, { name: shared, at, args, nodes: [], receiver: null, receiverNode: null })
}

const blocks = new WeakMap<Project, ReadonlyMap<string, string>>()

/** Classes of blocks by the template that each says it is shown by. */
function blocksByTemplate(project: Project): ReadonlyMap<string, string> {
  const before = blocks.get(project)
  if (before) return before
  const found = new Map<string, string>()
  for (const { source, parsed } of project.files)
    for (const [, path = ''] of source.matchAll(
      /(?:setTemplate\(\s*|\$_template\s*=\s*)['"](?:\w+::)?([\w./-]+\.phtml)/g,
    )) {
      const cls = parsed.body.find((item) => item.kind === 'classdecl')
      if (cls?.kind === 'classdecl') found.set(path, cls.cls.name)
    }
  blocks.set(project, found)
  return found
}

/** Joomla: the class that shows a page: `views/item/view.html.php`, or `src/View/Item/HtmlView.php` beside `tmpl/item`. */
function viewOfJoomla(project: Project, path: string): string | undefined {
  const old = /^(.*\/views\/\w+)\/tmpl\/[^/]+$/.exec(path)?.[1]
  const [, root = '', view = ''] = /^(.*?)tmpl\/(\w+)\/[^/]+$/.exec(path) ?? []
  const file = project.files.find((item) =>
    old === undefined
      ? view !== '' && item.path.toLowerCase() === `${root}src/view/${view}/htmlview.php`.toLowerCase()
      : item.path === `${old}/view.html.php`,
  )
  const declared = file?.parsed.body.find((item) => item.kind === 'classdecl')
  return declared?.kind === 'classdecl' ? declared.cls.name : undefined
}

/** `$this` (Magento 1) or `$block` (Magento 2) of a template. */
export function blockOf(machine: Machine): Value | undefined {
  const { path } = machine.project.files[machine.frame.file]!
  if (machine.frame.fn !== null) return undefined
  const shown = /\/tmpl\//.test(path) ? viewOfJoomla(machine.project, path) : undefined
  if (shown) return new Value(undefined, unknown.text, null, { id: 0, cls: shown })
  if (!path.endsWith('.phtml'))
    return isView.test(path) ? new Value(undefined, unknown.text, null, { id: 0, cls: 'PhpTemplate' }) : undefined
  for (const [template, cls] of blocksByTemplate(machine.project))
    if (path.endsWith(`/${template}`)) return new Value(undefined, unknown.text, null, { id: 0, cls })
  // Zend.
  return path.includes('views/scripts/')
    ? new Value(undefined, unknown.text, null, { id: 0, cls: 'PhpTemplate' })
    : undefined
}
