/** What a server's own status page says of its workers. */
export interface WorkerStatus {
  kind: 'nginx' | 'apache' | 'php-fpm' | 'haproxy'
  busy: number
  /** Workers or slots in all, where the page tells. */
  total?: number
  /** Requests that wait for a worker. */
  queued?: number
}

const number = (text: string | undefined) => (text === undefined || text === '' ? undefined : Number(text))

/** HAProxy's CSV: the frontend's sessions, and what waits at the backends. */
function haproxy(text: string): WorkerStatus | undefined {
  const [head = '', ...rows] = text.trim().split('\n')
  const names = head.replace(/^# /, '').split(',')
  const field = (row: string, name: string) => number(row.split(',')[names.indexOf(name)])
  const front = rows.find((row) => row.split(',')[1] === 'FRONTEND')
  const busy = front === undefined ? undefined : field(front, 'scur')
  if (front === undefined || busy === undefined) return undefined
  const total = field(front, 'slim')
  const queued = rows
    .filter((row) => row.split(',')[1] === 'BACKEND')
    .reduce((sum, row) => sum + (field(row, 'qcur') ?? 0), 0)
  return { kind: 'haproxy', busy, queued, ...(total !== undefined && { total }) }
}

/**
 * Reads nginx's stub_status, Apache's server-status?auto, PHP-FPM's status (JSON or text) or HAProxy's CSV, whichever it is.
 * Undefined when it is none of them.
 */
export function parseStatus(text: string): WorkerStatus | undefined {
  const nginx = /^Active connections:\s*(\d+)/m.exec(text)
  if (nginx) return { kind: 'nginx', busy: Number(nginx[1]) }
  const apache = /^BusyWorkers:\s*(\d+)/m.exec(text)
  if (apache) {
    const idle = number(/^IdleWorkers:\s*(\d+)/m.exec(text)?.[1]) ?? 0
    const scoreboard = /^Scoreboard:\s*(\S+)/m.exec(text)?.[1]
    return { kind: 'apache', busy: Number(apache[1]), total: scoreboard?.length ?? Number(apache[1]) + idle }
  }
  const active = /"?active processes"?:\s*(\d+)/.exec(text)
  if (active) {
    const queued = number(/"?listen queue"?:\s*(\d+)/.exec(text)?.[1])
    // The pool grows and shrinks: only when it once reached its limit is the number of processes that limit.
    const full = number(/"?max children reached"?:\s*(\d+)/.exec(text)?.[1]) ?? 0
    const total = full > 0 ? number(/"?max active processes"?:\s*(\d+)/.exec(text)?.[1]) : undefined
    return {
      kind: 'php-fpm',
      busy: Number(active[1]),
      ...(total !== undefined && { total }),
      ...(queued !== undefined && { queued }),
    }
  }
  return text.startsWith('# pxname,') ? haproxy(text) : undefined
}
