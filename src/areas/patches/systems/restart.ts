import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { compareDebVersions } from '../../../core/versions/deb.ts'
import { readTextUpTo } from '../../../net/files.ts'

export interface OldCode {
  /** Programs that still run code of a library or file that an update has replaced. */
  processes: { name: string; pid: number; files: string[] }[]
  /** Processes that could not be looked into, mostly for want of rights. */
  unread: number
  runningKernel: string | undefined
  newestKernel: string | undefined
  rebootWanted: boolean
}

const most = { processes: 5_000, mapBytes: 4_000_000, files: 5 }

/** Files that a process has in memory as code and that are gone from the disk: lines of /proc/PID/maps (proc(5)). */
export function deletedCode(maps: string): string[] {
  const files = new Set<string>()
  for (const line of maps.split('\n')) {
    const match = /^[0-9a-f]+-[0-9a-f]+ ..x. [0-9a-f]+ \S+ [1-9]\d* +(\/.+) \(deleted\)$/.exec(line)
    // Anonymous memory has names of this form too, and is never on a disk.
    if (match && !/^\/(?:memfd:|dev\/|SYSV|\[|tmp\/|run\/)/.test(match[1]!)) files.add(match[1]!)
  }
  return [...files]
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

/** Looks into the running system. Only sensible for the machine itself: a mounted disk runs nothing. */
export function lookForOldCode(root: string): OldCode {
  const processes: OldCode['processes'] = []
  let unread = 0
  for (const name of namesIn('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .slice(0, most.processes)) {
    const maps = readTextUpTo(join('/proc', name, 'maps'), most.mapBytes)
    if (maps === undefined || maps === '') {
      // Threads of the kernel have no program; others may not be looked into.
      try {
        readlinkSync(join('/proc', name, 'exe'))
        unread++
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EACCES') unread++
      }
      continue
    }
    const files = deletedCode(maps)
    const comm = readTextUpTo(join('/proc', name, 'comm'), 200)?.trim() ?? name
    if (files.length > 0) processes.push({ name: comm, pid: Number(name), files: files.slice(0, most.files) })
  }
  const runningKernel = readTextUpTo('/proc/sys/kernel/osrelease', 200)?.trim()
  const kernels = namesIn(join(root, 'boot')).flatMap((file) => /^vmlinuz-(\d.+)$/.exec(file)?.[1] ?? [])
  const newestKernel = kernels.sort(compareDebVersions).at(-1)
  return {
    processes,
    unread,
    runningKernel,
    newestKernel,
    rebootWanted:
      readTextUpTo(join(root, 'run/reboot-required'), 1000) !== undefined ||
      readTextUpTo(join(root, 'var/run/reboot-required'), 1000) !== undefined ||
      (newestKernel !== undefined &&
        runningKernel !== undefined &&
        compareDebVersions(newestKernel, runningKernel) > 0),
  }
}
