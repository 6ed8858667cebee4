import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Arrived {
  to: string
  messageId: string
  text: string
}

/** What the server does with a recipient or message; nothing: it takes it. */
export interface MailServerRules {
  /** Reply to a recipient, e.g. [550, '5.1.1 unknown']. */
  recipient?: (address: string) => [code: number, text: string] | undefined
  /** Called when a message has arrived whole; a code refuses it, `drop` closes the connection without an answer. */
  message?: (arrived: Arrived) => [code: number, text: string] | 'drop' | undefined
}

const reply = ([code, text]: [number, string]): Error => Object.assign(new Error(text), { responseCode: code })

/** A real SMTP server on loopback that keeps what it accepts. */
export async function startMailServer(rules: MailServerRules = {}, keepText = true) {
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo(address, _session, done) {
      const refused = rules.recipient?.(address.address)
      done(refused ? reply(refused) : undefined)
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8')
        const recipient = session.envelope.rcptTo[0]
        const message = {
          to: recipient ? recipient.address : '',
          messageId: /^Message-ID: (\S+)/im.exec(text)?.[1] ?? '',
          text: keepText ? text : '',
        }
        const verdict = rules.message?.(message)
        if (verdict === 'drop') {
          arrived.push(message)
          // smtp-server names its connections by the session's id.
          for (const connection of server.connections)
            if (connection.session.id === session.id) connection._socket.destroy()
        } else if (verdict) done(reply(verdict))
        else {
          arrived.push(message)
          done()
        }
      })
    },
  }) as SMTPServer & { connections: Set<{ session: { id: string }; _socket: { destroy(): void } }> }
  // Clients that are killed break their connections: that is what is tested.
  server.on('error', () => undefined)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.server.address() as AddressInfo
  return { port, arrived, close: () => new Promise<void>((done) => server.close(() => done())) }
}
