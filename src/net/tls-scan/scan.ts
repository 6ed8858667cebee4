import { connect } from 'node:net'
import { clientHello, type HelloOptions, readAnswer, type ServerAnswer } from './hello.ts'
import { CLASSIC_GROUPS, POST_QUANTUM_GROUPS, SUITE_CLASSES, SUITES, type SuiteClass, TLS13_SUITES } from './suites.ts'

export const PROTOCOLS = {
  'SSL 3.0': 0x0300,
  'TLS 1.0': 0x0301,
  'TLS 1.1': 0x0302,
  'TLS 1.2': 0x0303,
  'TLS 1.3': 0x0304,
} as const
export type Protocol = keyof typeof PROTOCOLS

export interface TlsScan {
  protocols: Protocol[]
  classes: SuiteClass[]
  /** The server agrees to a group with a post-quantum part. */
  postQuantum: boolean
  /** Handshakes sent. */
  handshakes: number
}

const maxAnswerBytes = 20_000

/** Sends one ClientHello and reads the first answer. `undefined`: the server closed, refused or kept silent. */
function ask(
  target: { host: string; port: number; timeoutMs: number; signal: AbortSignal },
  hello: HelloOptions,
): Promise<ServerAnswer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.host, port: target.port })
    let received = Buffer.alloc(0)
    const finish = (answer: ServerAnswer | undefined) => {
      clearTimeout(timer)
      target.signal.removeEventListener('abort', abort)
      socket.destroy()
      resolve(answer)
    }
    const abort = () => finish(undefined)
    target.signal.addEventListener('abort', abort, { once: true })
    // For the whole answer: a server that sends a byte now and then would hold an idle timer for ever.
    const timer = setTimeout(() => finish(undefined), target.timeoutMs)
    socket.once('connect', () => socket.write(clientHello(hello)))
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const answer = received.length > maxAnswerBytes ? { kind: 'other' as const } : readAnswer(received)
      if (answer) finish(answer)
    })
    socket.once('error', () => finish(undefined))
    socket.once('close', () => finish(undefined))
  })
}

/**
 * Which protocol versions, classes of cipher suites and post-quantum groups a server agrees to, asked with ClientHellos of our
 * own, because OpenSSL no longer speaks what is looked for. About forty short connections, eight at a time.
 */
export async function scanTls(
  host: string,
  port: number,
  options: { timeoutMs?: number; signal: AbortSignal },
): Promise<TlsScan> {
  const target = { host, port, timeoutMs: options.timeoutMs ?? 4000, signal: options.signal }
  let handshakes = 0
  const agrees = async (hello: Omit<HelloOptions, 'host'>): Promise<boolean> => {
    handshakes++
    const answer = await ask(target, { ...hello, host })
    return answer?.kind === 'hello' && answer.version === hello.version && hello.suites.includes(answer.suite)
  }
  const all = SUITE_CLASSES.flatMap((name) => SUITES[name])
  const older = (['SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2'] as const).map(async (name) =>
    (await agrees({ version: PROTOCOLS[name], suites: all, groups: CLASSIC_GROUPS })) ? name : undefined,
  )
  const newest = agrees({ version: 0x0304, suites: TLS13_SUITES, groups: CLASSIC_GROUPS })
  const postQuantum = agrees({ version: 0x0304, suites: TLS13_SUITES, groups: POST_QUANTUM_GROUPS })
  const protocols: Protocol[] = (await Promise.all(older)).filter((name) => name !== undefined)
  const tls13 = await newest
  // Classes are asked in every older version that the server speaks: some offer a weak suite only in an old version.
  const classes = await Promise.all(
    SUITE_CLASSES.map(async (name) => {
      const tries = await Promise.all(
        protocols.map((protocol) =>
          agrees({ version: PROTOCOLS[protocol], suites: SUITES[name], groups: CLASSIC_GROUPS }),
        ),
      )
      return tries.includes(true) || (name === 'aead-forward' && tls13) ? name : undefined
    }),
  )
  return {
    protocols: tls13 ? [...protocols, 'TLS 1.3'] : protocols,
    classes: classes.filter((name) => name !== undefined),
    postQuantum: await postQuantum,
    handshakes,
  }
}
