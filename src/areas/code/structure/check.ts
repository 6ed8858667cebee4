import type { Hit } from '../../../analysis/machine.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'

/** A weakness that shows in how the code is built, not in where data flows. */
export type StructureCheck = (
  project: Project,
  file: SourceFile,
  /** `of`: the file that the place stands in, where it is another one. */
  report: (rule: string, at: number, of?: number) => void,
) => void

/** Runs checks over every file. */
export function runStructure(project: Project, checks: readonly StructureCheck[], began?: (id: number) => void): Hit[] {
  const hits: Hit[] = []
  for (const file of project.files) {
    began?.(file.id)
    const report = (rule: string, at: number, of = file.id) => {
      const step = { file: of, at, message: 'is used', before: null, length: 1 }
      const taint = { kind: 'request' as const, label: '', escapes: 0, unsure: false, step }
      hits.push({ rule, file: of, at, taint, partial: false, where: '' })
    }
    for (const check of checks) check(project, file, report)
  }
  return hits
}
