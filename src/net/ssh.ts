import { spawn } from 'node:child_process'
import { ShopwardenError } from '../core/errors.ts'

/** A server and how it is reached; the key is the user's own, from a file, an agent or the settings of ssh. */
export interface SshTarget {
  /** `user@host` or a name of ssh's own settings; never begins with a dash (the schema sees to it). */
  ssh: string
  port: number
  identity?: string | undefined
  knownHosts?: string | undefined
}

export interface SshLimits {
  signal: AbortSignal
  /** Milliseconds from the start to the end of the answer. */
  deadlineMs: number
  maxBytes: number
}

/** No question is asked, no unknown host trusted, nothing forwarded, no local command run (ssh_config(5)). */
const options = [
  'BatchMode=yes',
  'StrictHostKeyChecking=yes',
  'ConnectTimeout=15',
  'ServerAliveInterval=10',
  'ServerAliveCountMax=3',
  'ClearAllForwardings=yes',
  'ForwardAgent=no',
  'ForwardX11=no',
  'PermitLocalCommand=no',
  'ControlMaster=no',
  'Compression=yes',
]

/** What ssh says, and what to do about it. */
const remedies: readonly [RegExp, string][] = [
  [
    /host key verification failed/i,
    'Connect once by hand ("ssh TARGET") and compare the fingerprint, so that the server is known.',
  ],
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    'The server shows another key than before: find out why before you connect again.',
  ],
  [
    /permission denied/i,
    'Put the public key into authorized_keys of that user, and name its file under identity or load it into the agent.',
  ],
  [/could not resolve|name or service not known/i, 'Check the name of the server.'],
  [
    /timed out|no route|refused|unreachable/i,
    'Check that the server runs, the port, and that this machine may reach it.',
  ],
]

const variables = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SSH_AUTH_SOCK'] as const
const failed = (message: string, where: string, fix: string, cause?: unknown) =>
  new ShopwardenError('SW_NET_SSH', message, { where, fix, cause })

/**
 * Runs a POSIX shell script of ours on a server, handed over on its standard input, and gives what it prints. Uses the ssh of
 * the machine, so keys, agents and jump hosts work as by hand.
 * @throws SW_NET_SSH where ssh is missing, the server refuses or is not known, the answer is too long or late
 */
export function runOverSsh(target: SshTarget, script: string, limits: SshLimits): Promise<Buffer> {
  const where = target.ssh
  const args = [
    '-T',
    ...options.flatMap((option) => ['-o', option]),
    '-p',
    String(target.port),
    ...(target.identity === undefined ? [] : ['-i', target.identity, '-o', 'IdentitiesOnly=yes']),
    ...(target.knownHosts === undefined ? [] : ['-o', `UserKnownHostsFile=${target.knownHosts}`]),
    '--',
    target.ssh,
    'exec /bin/sh -s',
  ]
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.timeout(limits.deadlineMs)
    const child = spawn('ssh', args, {
      env: Object.fromEntries(variables.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: AbortSignal.any([limits.signal, deadline]),
    })
    const chunks: Buffer[] = []
    let size = 0
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limits.maxBytes) child.kill()
      else chunks.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString('utf8')}`.slice(-4000)))
    child.on('error', (cause) => {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
        reject(
          failed(
            'There is no ssh on this machine',
            where,
            "Install OpenSSH's client (Debian: apt-get install openssh-client).",
          ),
        )
      else if (deadline.aborted)
        reject(
          failed(
            `The server gave no whole answer in ${limits.deadlineMs / 1000} s`,
            where,
            'Check the line, and try again.',
          ),
        )
      else reject(failed('The connection was stopped', where, 'Try again.', cause))
    })
    child.on('close', (code) => {
      if (size > limits.maxBytes)
        reject(
          failed(
            `The server sent more than ${limits.maxBytes} bytes`,
            where,
            'Look at what answers there: this is no honest answer.',
          ),
        )
      else if (code === 0) resolve(Buffer.concat(chunks))
      else {
        const reason = said
          .trim()
          .split('\n')
          .at(-1)
          ?.replaceAll(/[^\x20-\x7e]/g, '')
          .slice(0, 200)
        const remedy = remedies.find(([pattern]) => pattern.test(said))?.[1]
        reject(
          failed(
            `The server cannot be read over SSH: ${reason || `ssh ended with status ${code}`}`,
            where,
            remedy ?? 'Try "ssh -v" by hand with the same target.',
          ),
        )
      }
    })
    // A server that does not read the script is told by its answer.
    child.stdin.on('error', () => undefined)
    child.stdin.end(script)
  })
}
