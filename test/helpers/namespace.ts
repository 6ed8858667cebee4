import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** Whether this machine lets us have networks of our own (unshare(1), user namespaces). */
export const hasNamespaces = spawnSync('unshare', ['-rnm', 'ip', 'link', 'set', 'lo', 'up']).status === 0

export interface Namespace {
  /** Words in front of a command that runs it inside. */
  before: readonly string[]
  /** Runs a shell line inside and returns what it says. */
  sh(line: string): string
  close(): void
}

/**
 * A network of its own, with its own loopback and nothing else: what is sent there never leaves the machine. `setUp` are shell lines;
 * where they set `other`, the process of that number is ended too.
 */
export async function openNamespace(setUp: string): Promise<Namespace> {
  const script = `other=; ip link set lo up; ${setUp}\necho "ready $other"; exec sleep 300`
  const child: ChildProcess = spawn('unshare', ['-rnm', 'sh', '-ec', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await Promise.race([
    once(child.stdout!, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the network could not be set up'))),
  ])) as [Buffer]
  const other = Number(/ready (\d+)/.exec(said.toString())?.[1])
  const before = ['nsenter', '-t', String(child.pid), '-U', '-n', '-m', '--preserve-credentials', '--']
  return {
    before,
    sh: (line) => execFileSync(before[0]!, [...before.slice(1), 'sh', '-ec', line], { encoding: 'utf8' }),
    close() {
      if (other > 0) process.kill(other, 'SIGKILL')
      child.kill('SIGKILL')
    },
  }
}
