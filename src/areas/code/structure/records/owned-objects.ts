import type { Project } from '../../../../analysis/project.ts'

/** Shown to everybody, or a customer's before he has an account. */
const isPublic =
  /review|comment|rating|article|post|blog|question|product|stock|categor|cart|guest|session|token|event|log|customer$|user$/i
const ownerField = /^(?:id_customer|customer_?id|user_?id|id_user)$/i

/** A record of a program of PHP that says by a field whose it is, and that its class keeps by itself (`ObjectModel`). */
export function isOwnedObject(project: Project, name: string): boolean {
  const cls = project.findClass(name)?.decl
  if (!cls || isPublic.test(cls.name) || !cls.properties.some((item) => !item.isStatic && ownerField.test(item.name)))
    return false
  return project.ancestry(cls.name).some((ancestor) => ancestor.endsWith('objectmodel'))
}
