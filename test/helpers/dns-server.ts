import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** Data of one record: an address, text, a name, or preference and name. */
export type DnsData =
  | { type: 'A'; address: string }
  | { type: 'NS'; host: string }
  | { type: 'MX'; preference: number; host: string }
  | { type: 'TXT'; text: string }

const numbers = { A: 1, NS: 2, MX: 15, TXT: 16 } as const

/** Name and type of the one question of a message (RFC 1035, 4.1.2), and where the question ends. */
function questionOf(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 }
}

const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'latin1')])
const encoded = (name: string) => Buffer.concat([...name.split('.').map(text), Buffer.from([0])])

function dataOf(record: DnsData): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.address.split('.').map(Number))
    case 'NS':
      return encoded(record.host)
    case 'MX':
      return Buffer.concat([Buffer.from([0, record.preference]), encoded(record.host)])
    case 'TXT':
      return text(record.text)
  }
}

/**
 * A name server on UDP (RFC 1035): answers each question with what `records` gives, all with the same time to live in seconds (below
 * 65,536). No compression but of the question's own name, no more than fits one packet.
 */
export async function startDns(
  where: { address: string; port: number; ttl: number },
  records: (name: string) => readonly DnsData[],
  asked: (name: string, type: number) => void = () => undefined,
): Promise<{ port: number; close(): void }> {
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    const { name, type, end } = questionOf(message)
    const answers = records(name).filter((record) => numbers[record.type] === type)
    const head = Buffer.from(message.subarray(0, end))
    // Response, recursion available; one question, the answers, nothing else.
    head.writeUInt16BE(0x8180, 2)
    head.writeUInt16BE(answers.length, 6)
    head.writeUInt32BE(0, 8)
    const rows = answers.map((record) => {
      const data = dataOf(record)
      // The question's name again, type, class IN, time to live, length (RFC 1035, 4.1.3).
      const row = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, where.ttl >> 8, where.ttl & 0xff, 0, data.length])
      return Buffer.concat([row, data])
    })
    socket.send(Buffer.concat([head, ...rows]), from.port, from.address)
    asked(name, type)
  })
  socket.bind(where.port, where.address)
  await once(socket, 'listening')
  return { port: socket.address().port, close: () => socket.close() }
}
