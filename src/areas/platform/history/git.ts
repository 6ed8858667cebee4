import { spawn } from 'node:child_process'
import { identifySource } from '../identify.ts'
import type { Sighting } from './rhythm.ts'

const most = { commits: 400, bytes: 400_000_000, seconds: 20 }

/**
 * A repository is data of strangers: nothing in its configuration may start a program, reach the network or write to it.
 */
const environment = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_COUNT: '3',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
  GIT_CONFIG_KEY_1: 'core.fsmonitor',
  GIT_CONFIG_VALUE_1: 'false',
  GIT_CONFIG_KEY_2: 'log.showSignature',
  GIT_CONFIG_VALUE_2: 'false',
}

function git(root: string, args: readonly string[], input: string, signal: AbortSignal): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const child = spawn('git', ['-C', root, ...args], {
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
      signal: AbortSignal.any([signal, AbortSignal.timeout(most.seconds * 1000)]),
    })
    const chunks: Buffer[] = []
    let size = 0
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > most.bytes) child.kill()
      else chunks.push(chunk)
    })
    child.on('error', () => resolve(undefined))
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : undefined))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** Answers of `git cat-file --batch`: a header with the size, the content, a line end; `missing` where there is none. */
function contents(output: Buffer): (string | undefined)[] {
  const found: (string | undefined)[] = []
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at)
    if (end < 0) break
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(output.subarray(at, end).toString())?.[1]
    at = end + 1
    found.push(size === undefined ? undefined : output.subarray(at, at + Number(size)).toString('utf8'))
    if (size !== undefined) at += Number(size) + 1
  }
  return found
}

/**
 * The versions that a file of the tree has stated over its history, oldest first, each with the time of the commit that
 * brought it. Empty where the tree has no history that can be read.
 */
export async function sightingsFromGit(root: string, file: string, signal: AbortSignal): Promise<Sighting[]> {
  const log = await git(root, ['log', `--max-count=${most.commits}`, '--format=%H %cI', '--', file], '', signal)
  const commits = (log?.toString('utf8') ?? '').split('\n').flatMap((line) => {
    const match = /^([0-9a-f]{40,64}) (\S+)$/.exec(line)
    const at = match ? new Date(match[2]!) : undefined
    return match && at && !Number.isNaN(at.getTime()) ? [{ hash: match[1]!, at: at.toISOString() }] : []
  })
  if (commits.length === 0) return []
  const asked = commits.map(({ hash }) => `${hash}:./${file}`).join('\n')
  const output = await git(root, ['cat-file', '--batch'], `${asked}\n`, signal)
  if (output === undefined) return []
  const texts = contents(output)
  return commits
    .flatMap(({ at }, index) => {
      const text = texts[index]
      const version =
        text === undefined ? undefined : identifySource((path) => (path === file ? text : undefined))?.version
      return version === undefined ? [] : [{ version, at }]
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1))
}
