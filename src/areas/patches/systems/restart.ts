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

/** What was seen of a running system, before it is judged. */
export interface Running {
  processes: OldCode['processes']
  unread: number
  /** Version of the kernel that runs. */
  running: string | undefined
  /** Versions of the kernels in /boot. */
  kernels: string[]
  /** The package manager left word that a reboot is wanted (/run/reboot-required). */
  rebootFile: boolean
}

/** What must be restarted. Pure. */
export function oldCode({ processes, unread, running, kernels, rebootFile }: Running): OldCode {
  const newest = kernels
    .filter((version) => /^\d/.test(version))
    .sort(compareDebVersions)
    .at(-1)
  return {
    processes: processes
      .filter(({ files }) => files.length > 0)
      .map((process) => ({ ...process, files: process.files.slice(0, most.files) })),
    unread,
    runningKernel: running,
    newestKernel: newest,
    rebootWanted:
      rebootFile || (newest !== undefined && running !== undefined && compareDebVersions(newest, running) > 0),
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
    const comm = readTextUpTo(join('/proc', name, 'comm'), 200)?.trim() ?? name
    processes.push({ name: comm, pid: Number(name), files: deletedCode(maps) })
  }
  return oldCode({
    processes,
    unread,
    running: readTextUpTo('/proc/sys/kernel/osrelease', 200)?.trim(),
    kernels: namesIn(join(root, 'boot')).flatMap((file) => /^vmlinuz-(.+)$/.exec(file)?.[1] ?? []),
    rebootFile: ['run', 'var/run'].some((dir) => readTextUpTo(join(root, dir, 'reboot-required'), 1000) !== undefined),
  })
}
