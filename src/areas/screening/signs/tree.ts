import type { Dirent } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Sign } from '../schema.ts'
import { MANIFESTS, signsInSource } from './recognise.ts'

const sources = /\.(php|phtml|inc|module|js|mjs|ts|tsx|jsx|vue|java|py|rb|cs|html?|twig|tpl|xml|ya?ml|env)$/i
/** Test code and bundled dictionaries say what could be used, not what is. */
const skipped = /^(\.git|node_modules|test|tests|__tests__|spec|cache|var|docs)$/i
const MAX_FILES = 40_000
const MAX_BYTES = 512 * 1024

export interface TreeLook {
  signs: Sign[]
  files: number
  /** Set where not all could be looked at. */
  incomplete: string | undefined
}

async function head(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(MAX_BYTES)
    const { bytesRead } = await file.read(buffer, 0, MAX_BYTES, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Looks through a source tree; links are not followed, files over half a megabyte are read in part. */
export async function lookThroughTree(root: string, signal: AbortSignal): Promise<TreeLook> {
  const found = new Map<string, Sign>()
  let files = 0
  let unreadable = 0
  const waiting = [root]
  while (waiting.length > 0 && files < MAX_FILES) {
    signal.throwIfAborted()
    const folder = waiting.pop() as string
    let entries: Dirent[]
    try {
      entries = await readdir(folder, { withFileTypes: true })
    } catch (error) {
      if (folder === root) throw error
      unreadable++
      continue
    }
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && !skipped.test(entry.name)) waiting.push(path)
      const name = relative(root, path).replaceAll('\\', '/')
      if (!entry.isFile() || !(sources.test(entry.name) || MANIFESTS.test(name))) continue
      files++
      try {
        for (const sign of signsInSource(name, await head(path)))
          if (!found.has(sign.service)) found.set(sign.service, sign)
      } catch {
        unreadable++
      }
    }
  }
  const incomplete =
    files >= MAX_FILES
      ? `only the first ${MAX_FILES} files were looked at`
      : unreadable > 0
        ? `${unreadable} files could not be read`
        : undefined
  return { signs: [...found.values()], files, incomplete }
}
