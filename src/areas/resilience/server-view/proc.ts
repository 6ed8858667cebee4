import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { isIPv6 } from 'node:net'

/** What the server's own machine says at one moment. */
export interface ServerSample {
  /** Processor milliseconds used by the server's processes since the view began. */
  cpuMs: number
  processes: number
  /** The most file descriptors that one process holds, with that process's limit. */
  descriptors: number
  descriptorLimit: number | undefined
  /** TCP connections of the port by state, and how many wait to be accepted. */
  connections: Record<string, number>
  waitingToBeAccepted: number
}

const states: Record<string, string> = {
  '01': 'established',
  '02': 'syn-sent',
  '03': 'syn-received',
  '04': 'fin-wait-1',
  '05': 'fin-wait-2',
  '06': 'time-wait',
  '07': 'close',
  '08': 'close-wait',
  '09': 'last-ack',
  '0A': 'listen',
  '0B': 'closing',
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
const list = (path: string): string[] => {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

/** Connections of one local port from the text of /proc/net/tcp (all numbers are hexadecimal). Pure. */
export function connectionsOf(
  table: string,
  port: number,
): { connections: Record<string, number>; waiting: number; listeners: string[] } {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const connections: Record<string, number> = {}
  const listeners: string[] = []
  let waiting = 0
  for (const line of table.split('\n')) {
    const fields = line.trim().split(/\s+/)
    const [, local = '', , state = '', queues = ''] = fields
    if (!local.endsWith(suffix)) continue
    const name = states[state] ?? state
    if (name === 'listen') {
      // For listening sockets the receive queue counts connections that nobody has accepted yet.
      waiting += Number.parseInt(queues.split(':')[1] ?? '0', 16)
      listeners.push(fields[9] ?? '')
    } else connections[name] = (connections[name] ?? 0) + 1
  }
  return { connections, waiting, listeners }
}

/** Processor milliseconds of a process from the text of its /proc/PID/stat. */
function cpuOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // 100 clock ticks a second on every Linux that Node runs on (USER_HZ).
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
}

const netTables = (address: string) => (isIPv6(address) ? ['/proc/net/tcp6'] : ['/proc/net/tcp', '/proc/net/tcp6'])

/** Processes that hold one of these sockets open. */
function holdersOf(inodes: ReadonlySet<string>): number[] {
  const wanted = new Set([...inodes].map((inode) => `socket:[${inode}]`))
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) =>
      list(`/proc/${pid}/fd`).some((fd) => {
        try {
          return wanted.has(readlinkSync(`/proc/${pid}/fd/${fd}`))
        } catch {
          return false
        }
      }),
    )
    .map(Number)
}

const named = (names: readonly string[]) =>
  list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const comm = read(`/proc/${pid}/comm`).trim()
      return names.some((name) => comm === name || (name.length >= 4 && comm.startsWith(name)))
    })
    .map(Number)

/**
 * Watches the server's processes where they run on this machine: those that listen on the port, and those named besides
 * (php-fpm, mariadbd). Undefined where no process here listens there or /proc is missing.
 */
export function watchServer(address: string, port: number, names: readonly string[]): (() => ServerSample) | undefined {
  if (!existsSync('/proc/net/tcp')) return undefined
  const table = () => netTables(address).map(read).join('\n')
  const listening = holdersOf(new Set(connectionsOf(table(), port).listeners)).filter((pid) => pid !== process.pid)
  if (listening.length === 0 && names.length === 0) return undefined
  const known = new Map<number, number>()
  let spent = 0
  let first = true
  return () => {
    const pids = new Set([...listening, ...named(names)])
    let descriptors = 0
    let descriptorLimit: number | undefined
    let processes = 0
    for (const pid of pids) {
      const stat = read(`/proc/${pid}/stat`)
      if (stat === '') continue
      processes++
      const cpu = cpuOf(stat)
      // A process that appears later brings all it has used; one that was there before counts from the first look.
      spent += cpu - (known.get(pid) ?? (first ? cpu : 0))
      known.set(pid, cpu)
      const open = list(`/proc/${pid}/fd`).length
      if (open >= descriptors) {
        descriptors = open
        const limit = Number(/^Max open files\s+(\d+)/m.exec(read(`/proc/${pid}/limits`))?.[1])
        descriptorLimit = Number.isFinite(limit) && limit > 0 ? limit : undefined
      }
    }
    first = false
    const { connections, waiting } = connectionsOf(table(), port)
    return { cpuMs: spent, processes, descriptors, descriptorLimit, connections, waitingToBeAccepted: waiting }
  }
}
