import { Readable } from 'node:stream'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import { ShopwardenError } from '../../core/errors.ts'

export interface SmtpSettings {
  host: string
  port: number
  /** TLS from the first byte (port 465); else STARTTLS where the server offers it. */
  secure: boolean
  /** Refuse to send without TLS. */
  requireTls: boolean
  user?: string
  password?: string
  /** Milliseconds without an answer until a connection is given up. */
  timeoutMs?: number
}

/**
 * What became of one message. `unknown`: the connection broke after the message was complete, so the server may or may not
 * have taken it. `failed`: it broke before, so the server cannot have taken it.
 */
export type Outcome =
  | { kind: 'accepted' }
  | { kind: 'rejected'; permanent: boolean; reply: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'unknown'; reason: string }

interface SmtpError {
  message: string
  responseCode?: number
  response?: string
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200)

/** One connection to a mail server, for one message after another. */
export class SmtpSession {
  readonly #connection: SMTPConnection
  #broken: string | undefined

  private constructor(connection: SMTPConnection) {
    this.#connection = connection
    connection.on('error', (error: SmtpError) => {
      this.#broken ??= error.message
    })
    connection.on('end', () => {
      this.#broken ??= 'the server closed the connection'
    })
  }

  /** @throws SW_SMTP_CONNECT, SW_SMTP_LOGIN */
  static async open(settings: SmtpSettings): Promise<SmtpSession> {
    const timeout = settings.timeoutMs ?? 120_000
    const options: SMTPConnectionOptions = {
      host: settings.host,
      port: settings.port,
      secure: settings.secure,
      requireTLS: settings.requireTls,
      connectionTimeout: Math.min(timeout, 30_000),
      greetingTimeout: Math.min(timeout, 30_000),
      socketTimeout: timeout,
    }
    const connection = new SMTPConnection(options)
    const session = new SmtpSession(connection)
    const where = `${settings.host}:${settings.port}`
    await new Promise<void>((resolve, reject) => {
      const failed = (error: SmtpError) =>
        reject(
          new ShopwardenError('SW_SMTP_CONNECT', `The mail server cannot be reached: ${oneLine(error.message)}`, {
            where,
            fix: 'Check the address, the port and that it accepts connections from here.',
          }),
        )
      connection.once('error', failed)
      connection.connect((error) => {
        connection.removeListener('error', failed)
        if (error) failed(error as SmtpError)
        else resolve()
      })
    })
    const { user, password } = settings
    if (user !== undefined)
      await new Promise<void>((resolve, reject) =>
        connection.login({ credentials: { user, pass: password ?? '' } }, (error) => {
          if (!error) return resolve()
          connection.close()
          reject(
            new ShopwardenError('SW_SMTP_LOGIN', 'The mail server refuses the log-in', {
              where,
              fix: 'Check the user, and the password in the environment variable SMTP_PASSWORD.',
            }),
          )
        }),
      )
    return session
  }

  /** Why it cannot be used any more, or undefined. */
  get broken(): string | undefined {
    return this.#broken
  }

  /**
   * Hands over one message. `beforeLast` is awaited when everything but the line that ends the message has been given to
   * the connection: until then a crash cannot have delivered it.
   */
  async send(from: string, to: string, message: Buffer, beforeLast: () => Promise<void>): Promise<Outcome> {
    let complete = false
    async function* body(): AsyncGenerator<Buffer> {
      yield message
      await beforeLast()
      complete = true
    }
    const error = await new Promise<SmtpError | undefined>((resolve) => {
      const drop = () => resolve({ message: this.#broken ?? 'the connection was closed' })
      this.#connection.once('end', drop)
      this.#connection.send({ from, to: [to] }, Readable.from(body()), (error) => {
        this.#connection.removeListener('end', drop)
        resolve(error ? (error as SmtpError) : undefined)
      })
    })
    if (!error) return { kind: 'accepted' }
    this.#broken ??= error.message
    if (error.responseCode !== undefined && error.responseCode >= 400 && error.responseCode !== 421)
      return {
        kind: 'rejected',
        permanent: error.responseCode >= 500,
        reply: oneLine(error.response ?? String(error.responseCode)),
      }
    const reason = oneLine(error.message)
    return complete && error.responseCode === undefined ? { kind: 'unknown', reason } : { kind: 'failed', reason }
  }

  close(): void {
    this.#connection.close()
  }
}
