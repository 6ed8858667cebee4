import type { Machine } from '../machine.ts'
import type { Text, Value } from '../value.ts'

const maxEnds = 8

/** Literal ends that a path can have: the last stretch without holes, each option of a choice apart. */
function literalEnds(text: Text): string[] {
  let ends = ['']
  for (let i = text.length - 1; i >= 0; i--) {
    const part = text[i]!
    if (typeof part === 'string') ends = ends.map((end) => part + end)
    else if ('taints' in part) break
    else {
      const options = part.options.flatMap((option) => literalEnds(option))
      if (options.length * ends.length > maxEnds) break
      ends = ends.flatMap((end) => options.map((option) => option + end))
    }
  }
  return ends
}

/** The scanned files that the path of an include can mean. */
export function includedFiles(machine: Machine, path: Value): number[] {
  const { project } = machine
  const folder = project.files[machine.frame.file]!.path.replace(/[^/]*$/, '')
  const found: number[] = []
  for (const end of literalEnds(path.text)) {
    const wanted = end.replace(/^(?:\.{0,2}\/)+/, '')
    if (wanted.length < 4) continue
    const file = project.byPath.get(folder + wanted) ?? project.byPath.get(wanted) ?? project.fileEndingIn(wanted)
    if (file !== undefined && !found.includes(file)) found.push(file)
  }
  return found
}
