import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ShopwardenError } from '../../../core/errors.ts'
import { runOverSsh, type SshTarget } from '../../../net/ssh.ts'
import { unpackRoot } from '../image/unpack.ts'
import { deletedCode, oldCode, type OldCode } from '../systems/restart.ts'
import { type Runtime, versionIn } from '../systems/runtimes.ts'

const limits = { deadlineMs: 90_000, maxBytes: 600_000_000, processes: 5_000 }

/** What was read of a server: a copy of its lists and logs, and what its programs are. */
export interface RemoteHost {
  root: string
  oldCode: OldCode
  runtimes: Runtime[]
  remove(): void
}

const script = () => readFileSync(join(import.meta.dirname, 'collect.sh'), 'utf8')
const marks = { first: 'shopwarden-collect\t1\n', tar: '\ntar\n' }

/**
 * Reads the lines that the script prints before its archive. What comes from a server may be anything: lines of another form are
 * passed over. Pure.
 */
export function readLines(text: string): { oldCode: OldCode; runtimes: Runtime[] } {
  const maps = new Map<number, { name: string; lines: string[] }>()
  const kernels: string[] = []
  const runtimes: Runtime[] = []
  let running: string | undefined
  let unread = 0
  let rebootFile = false
  let last: { name: string; lines: string[] } | undefined
  for (const line of text.split('\n')) {
    const [kind, first = '', second = ''] = line.split('\t')
    if (kind === 'kernel') running = first || undefined
    else if (kind === 'kernel-file') kernels.push(first)
    else if (kind === 'reboot-required') rebootFile = true
    else if (kind === 'unread') unread++
    else if (kind === 'process' && /^\d{1,10}$/.test(first) && maps.size < limits.processes) {
      last = { name: second || first, lines: [] }
      maps.set(Number(first), last)
    } else if (kind === 'map') last?.lines.push(line.slice('map\t'.length))
    else if (kind === 'program') {
      const found = versionIn(first, second)
      if (found && !runtimes.some((known) => known.path === found.path)) runtimes.push(found)
    }
  }
  const processes = [...maps].map(([pid, { name, lines }]) => ({ pid, name, files: deletedCode(lines.join('\n')) }))
  return { oldCode: oldCode({ processes, unread, running, kernels, rebootFile }), runtimes }
}

/**
 * Runs `collect.sh` on the server and lays out what it sends in a folder of its own.
 * @throws SW_NET_SSH, SW_PATCHES_REMOTE where what answers is not the script
 */
export async function readRemoteHost(target: SshTarget, signal: AbortSignal): Promise<RemoteHost> {
  const answer = await runOverSsh(target, script(), { ...limits, signal })
  const end = answer.indexOf(marks.tar)
  // Servers may print a greeting first.
  const start = answer.subarray(0, 20_000).indexOf(marks.first)
  if (start < 0 || end < start)
    throw new ShopwardenError('SW_PATCHES_REMOTE', 'What the server sent is not the answer of the script', {
      where: target.ssh,
      fix: 'The user needs a POSIX shell, or the forced command of collect.sh; try "ssh TARGET /bin/sh -c true" by hand.',
    })
  const { root, remove } = unpackRoot(answer.subarray(end + marks.tar.length), target.ssh)
  return { root, remove, ...readLines(answer.toString('utf8', start + marks.first.length, end)) }
}
