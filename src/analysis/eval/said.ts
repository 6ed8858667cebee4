import type { SourceFile } from '../project.ts'

const said = new WeakMap<SourceFile, Map<RegExp, boolean>>()

/** Whether a file says something; found out once, since all functions of a file ask the same. */
export function fileSays(file: SourceFile, form: RegExp): boolean {
  const known = said.get(file) ?? new Map<RegExp, boolean>()
  said.set(file, known)
  const found = known.get(form) ?? form.test(file.source)
  known.set(form, found)
  return found
}
