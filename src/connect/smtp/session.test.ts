import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SmtpSession } from './session.ts'
import { smtpSettings } from './settings.ts'

/** A server that says what it is told to for each line, and nothing (hangs) where it is told nothing. */
async function server(greeting: string | undefined, answer: (line: string, socket: Socket) => string | undefined) {
  const heard: string[] = []
  const listening = createServer((socket) => {
    socket.on('error', () => undefined)
    if (greeting !== undefined) socket.write(`${greeting}\r\n`)
    let inData = false
    let rest = ''
    socket.on('data', (piece) => {
      rest += piece.toString('latin1')
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (inData && line !== '.') continue
        heard.push(line)
        inData = line === 'DATA'
        const said = answer(line, socket)
        if (said !== undefined) socket.write(`${said}\r\n`)
      }
    })
  })
  await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready))
  onTestFinished(() => void listening.close())
  const { port } = listening.address() as AddressInfo
  const open = () => SmtpSession.open({ host: '127.0.0.1', port, secure: false, requireTls: false, timeoutMs: 400 })
  return { open, heard }
}
const polite = (line: string): string => (line === 'DATA' ? '354 go on' : '250 ok')
const letter = Buffer.from('Subject: x\r\n\r\nHello\r\n')
const send = (session: SmtpSession) => session.send('a@b.example', 'c@d.example', letter, async () => undefined)

describe('a mail server that misbehaves', () => {
  it('is given up where it takes the connection and says nothing', async () => {
    const { open } = await server(undefined, polite)
    await expect(open()).rejects.toMatchObject({ code: 'SW_SMTP_CONNECT' })
  })

  it.each([
    ['hangs before the message', 'DATA', 'failed'],
    ['hangs after the last line: it may have taken it', '.', 'unknown'],
  ])('%s', async (_, silentAt, kind) => {
    const { open } = await server('220 hello', (line) => (line === silentAt ? undefined : polite(line)))
    const session = await open()
    expect(await send(session)).toMatchObject({ kind })
    expect(session.broken).toBeDefined()
    session.close()
  })

  it.each([
    ['drops the line before the message', 'DATA', 'failed'],
    ['drops the line after the last line', '.', 'unknown'],
  ])('%s', async (_, at, kind) => {
    const { open } = await server('220 hello', (line, socket) => {
      if (line !== at) return polite(line)
      socket.destroy()
      return undefined
    })
    const session = await open()
    expect(await send(session)).toMatchObject({ kind })
    session.close()
  })

  it.each([
    ['451 4.7.1 greylisted', { kind: 'rejected', permanent: false }],
    ['550 5.1.1 unknown', { kind: 'rejected', permanent: true }],
    ['421 4.3.2 shutting down', { kind: 'failed' }],
    ['noise that is no SMTP', { kind: 'failed' }],
  ])('answers the recipient with %s', async (said, outcome) => {
    const { open } = await server('220 hello', (line) => (line.startsWith('RCPT') ? said : polite(line)))
    const session = await open()
    expect(await send(session)).toMatchObject(outcome)
    session.close()
  })

  it('never hears a command of the address', async () => {
    const { open, heard } = await server('220 hello', polite)
    const session = await open()
    await session.send('a@b.example', 'c@d.example>\r\nRCPT TO:<evil@x.example', letter, async () => undefined)
    expect(heard.filter((line) => line.startsWith('RCPT TO:<evil'))).toEqual([])
    session.close()
  })
})

describe('the address of a mail server', () => {
  it.each([
    ['mail.shop.example:587', { host: 'mail.shop.example', port: 587, secure: false, requireTls: true }],
    ['mail.shop.example:465', { port: 465, secure: true }],
    ['smtp://127.0.0.1:25', { host: '127.0.0.1', port: 25, requireTls: false }],
    ['smtps://user:p%40ss@mail.example', { port: 465, secure: true, user: 'user', password: 'p@ss' }],
    ['[::1]:2525', { host: '::1', port: 2525 }],
  ])('%s', (address, expected) => {
    expect(smtpSettings(address)).toMatchObject(expected)
  })

  it.each(['', 'http://mail.example', 'mail example:25', 'smtp://'])('refuses %j', (address) => {
    expect(() => smtpSettings(address)).toThrow('cannot be understood')
  })
})
