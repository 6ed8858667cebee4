import { execFile, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../../src/cli/main.ts')

export interface Ended {
  status: number | string
  stdout: string
  stderr: string
}

/** An empty folder to run a command in. */
export const emptyFolder = () => mkdtempSync(join(tmpdir(), 'sw-e2e-'))

/** Runs the command line as a user would; `before` are words in front of it, such as a program that sets limits. */
export function shopwarden(
  args: readonly string[],
  cwd: string,
  { before = [], started }: { before?: readonly string[]; started?(process: ChildProcess): void } = {},
): Promise<Ended> {
  const [program, ...words] = [...before, process.execPath, '--disable-warning=ExperimentalWarning', main, ...args] as [
    string,
    ...string[],
  ]
  return new Promise((resolve) => {
    const child = execFile(program, words, { cwd, maxBuffer: 50_000_000 }, (error, stdout, stderr) => {
      resolve({ status: error ? (error.code ?? error.signal ?? 'killed') : 0, stdout, stderr })
    })
    started?.(child)
  })
}
