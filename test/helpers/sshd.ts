import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { SshTarget } from '../../src/net/ssh.ts'
import { freePort } from './free-port.ts'

export interface Sshd {
  /** A target whose key may run anything. */
  target: SshTarget
  /** A target whose key runs this command only, whatever is asked (`command=` of authorized_keys, sshd(8)). */
  forced(command: string): SshTarget
  /** A folder to put files of a test into. */
  dir: string
  stop(): void
}

/** Starts OpenSSH's own server on loopback, for the user who runs the tests, with keys of its own. */
export async function startSshd(binary: string): Promise<Sshd> {
  const dir = mkdtempSync(join(tmpdir(), 'sw-sshd-'))
  const at = (name: string) => join(dir, name)
  const key = (name: string) => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)])
    return readFileSync(at(`${name}.pub`), 'utf8')
  }
  const port = await freePort()
  const host = key('host')
  let keys = key('user')
  writeFileSync(at('keys'), keys)
  writeFileSync(at('known'), `[127.0.0.1]:${port} ${host}`)
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('keys')}`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
  ]
  writeFileSync(at('settings'), `${settings.join('\n')}\n`)
  // Where sshd, run as root, gives up its rights.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true })
  const child = spawn(binary, ['-D', '-e', '-f', at('settings')], { stdio: ['ignore', 'ignore', 'pipe'] })
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Server listening')) resolve()
    })
    child.on('exit', () => reject(new Error(`sshd ended: ${said}`)))
  })
  const target = { ssh: `${userInfo().username}@127.0.0.1`, port, identity: at('user'), knownHosts: at('known') }
  let count = 0
  return {
    target,
    dir,
    forced(command) {
      const name = `forced-${++count}`
      keys += `restrict,command="${command}" ${key(name)}`
      writeFileSync(at('keys'), keys)
      return { ...target, identity: at(name) }
    },
    stop() {
      child.kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
