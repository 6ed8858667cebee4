import type { Machine } from '../machine.ts'
import type { Project } from '../project.ts'

const known = new WeakMap<Project, Map<string, string | null>>()

/** Classes by what stands behind the name of their vendor: `a_helper_b` is `Vendor_A_Helper_B`; null where several are called so. */
function bySuffix(project: Project): Map<string, string | null> {
  const before = known.get(project)
  if (before) return before
  const found = new Map<string, string | null>()
  for (const [name, { decl }] of project.classes) {
    const parts = name.split('_')
    const at = parts.findIndex((part) => part === 'helper' || part === 'model')
    parts.slice(0, Math.max(0, at)).forEach((_, from) => {
      const suffix = parts.slice(from).join('_')
      found.set(suffix, from > 0 && found.has(suffix) ? null : decl.name)
    })
  }
  known.set(project, found)
  return found
}

/** The class that a short name of Magento 1 stands for, as its modules are named by custom: `group/name`, of helpers `data` where no name is given. */
export function aliased(machine: Machine, kind: string, name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined
  const [group = '', rest = 'data'] = name.toLowerCase().split('/')
  return bySuffix(machine.project).get(`${group}_${kind}_${rest}`) ?? undefined
}
