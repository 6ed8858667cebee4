import { execFileSync } from 'node:child_process'
import { ShopwardenError } from '../../../core/errors.ts'

/** Files below `root` that differ from a git revision, new ones included, relative with `/`. */
export function changedSince(root: string, revision: string): Set<string> {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64_000_000,
    })
  try {
    const changed = git('diff', '--name-only', '--relative', '-z', '--end-of-options', revision, '--')
    const added = git('ls-files', '--others', '--exclude-standard', '-z')
    return new Set(`${changed}${added}`.split('\0').filter((path) => path !== ''))
  } catch (cause) {
    throw new ShopwardenError('SW_CODE_SINCE', `git cannot compare with "${revision}"`, {
      where: root,
      fix: 'Scan a git checkout and name a revision it has, e.g. --since origin/main.',
      cause,
    })
  }
}
