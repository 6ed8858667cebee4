import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { headSchema, updatedFolder } from './read.ts'

/** Day and sources stand at the beginning of each file, before facts of any size. */
const headBytes = 65_536

export interface KnowledgeHead {
  /** File name without its ending. */
  name: string
  /** Undefined where the file cannot be read. */
  asOf: string | undefined
  sources: string[]
}

function headOf(path: string): { asOf: string; sources: string[] } | undefined {
  try {
    const handle = openSync(path, 'r')
    try {
      const buffer = Buffer.alloc(headBytes)
      const text = buffer.toString('utf8', 0, readSync(handle, buffer, 0, headBytes, 0))
      return headSchema.parse({
        asOf: /"asOf":\s*"([^"]*)"/.exec(text)?.[1],
        sources: JSON.parse(/"sources":\s*(\[(?:"(?:[^"\\]|\\.)*"|[\s,])*\])/.exec(text)?.[1] ?? 'null'),
      })
    } finally {
      closeSync(handle)
    }
  } catch {
    return undefined
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => name.endsWith('.json') && name !== 'state.json')
  } catch {
    return []
  }
}

/** How old each file of facts is, by the newer of what shipped and what was refreshed since; only the files' beginnings are read. */
export function knowledgeHeads(dir: string): KnowledgeHead[] {
  const updated = join(dir, updatedFolder)
  const names = [...new Set([...namesIn(dir), ...namesIn(updated)])].sort()
  return names.map((file) => {
    const heads = [join(dir, file), join(updated, file)].flatMap((path) => headOf(path) ?? [])
    const newest = heads.reduce((best, head) => (head.asOf >= best.asOf ? head : best), heads[0]!)
    return { name: file.replace(/\.json$/, ''), asOf: newest?.asOf, sources: newest?.sources ?? [] }
  })
}
