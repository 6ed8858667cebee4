import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'

/** A UDP service that attackers use to make a small question into a large answer (CISA alert TA14-017A). */
interface Service {
  name: string
  port: number
  question: Buffer
}

const dnsAny = Buffer.from('5357010000010000000000010000ff00010000291000000000000000', 'hex')
const services: readonly Service[] = [
  { name: 'DNS, open to all', port: 53, question: dnsAny },
  { name: 'NTP monlist', port: 123, question: Buffer.concat([Buffer.from([0x17, 0, 0x03, 0x2a]), Buffer.alloc(4)]) },
  { name: 'NTP control', port: 123, question: Buffer.from([0x16, 0x02, 0, 0x01, 0, 0, 0, 0, 0, 0, 0, 0]) },
  { name: 'memcached', port: 11_211, question: Buffer.from('\0\u0001\0\0\0\u0001\0\0stats\r\n', 'latin1') },
  {
    name: 'SSDP',
    port: 1900,
    question: Buffer.from(
      'M-SEARCH * HTTP/1.1\r\nHost: 239.255.255.250:1900\r\nMan: "ssdp:discover"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n',
    ),
  },
  {
    name: 'SNMP, community public',
    port: 161,
    question: Buffer.from(
      '302602010104067075626c6963a519020201f4020100020114300d300b06072b06010201010500',
      'hex',
    ).subarray(0, 40),
  },
  {
    name: 'CLDAP',
    port: 389,
    question: Buffer.from('30250201016320040030000a01000a0100020100020100010100870b6f626a656374636c6173733000', 'hex'),
  },
  { name: 'chargen', port: 19, question: Buffer.from('\n') },
  {
    name: 'portmapper',
    port: 111,
    question: Buffer.from(
      '65720a37000000000000000200018 6a0000000020000000400000000000000000000000000000000'.replaceAll(' ', ''),
      'hex',
    ),
  },
]

export interface Amplifier {
  service: string
  port: number
  asked: number
  answered: number
  /** Bytes answered for each byte asked. */
  factor: number
}

function ask(address: string, { name, port, question }: Service, timeoutMs: number): Promise<Amplifier | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    let answered = 0
    const finish = () => {
      clearTimeout(timer)
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.close()
      resolve(
        answered === 0
          ? undefined
          : {
              service: name,
              port,
              asked: question.length,
              answered,
              factor: Math.round((answered / question.length) * 10) / 10,
            },
      )
    }
    const timer = setTimeout(finish, timeoutMs)
    socket.on('error', finish)
    socket.on('message', (packet) => {
      answered += packet.length
    })
    socket.connect(port, address, () => socket.send(question))
  })
}

/** One packet to each well-known amplifying service of an address. Returns those that answered. */
export async function lookAtAmplification(
  address: string,
  timeoutMs = 1200,
  among: readonly Service[] = services,
): Promise<Amplifier[]> {
  const answers = await Promise.all(among.map((service) => ask(address, service, timeoutMs)))
  return answers.filter((answer) => answer !== undefined)
}
