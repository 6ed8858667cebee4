/**
 * A shop from its customer list to what came of the notices, by the command line alone, as an owner would run it: customers in,
 * a breach file of stated truth compared, notices planned, approved, sent to a real SMTP server on loopback that refuses and
 * greylists, bounces and complaints read, changed passwords read back, outcome shown.
 * node bench/notices/end-to-end.bench.ts [customers] [lines] [leaked customers]
 */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMailServer } from '../../test/helpers/mail-server.ts'

const customers = Number(process.argv[2] ?? 200_000)
const lines = Number(process.argv[3] ?? 20_000_000)
const leaked = Number(process.argv[4] ?? 40_000)
const dir = mkdtempSync(join(tmpdir(), 'shop-'))
const domains = ['gmail.com', 'yahoo.com', 'wp.pl', 'web.de', 'orange.fr', 'shop-customers.example']
const address = (index: number) => `user.name${index}@${domains[index % domains.length]}`
const zones = ['Europe/Warsaw', 'Europe/Berlin', 'Europe/Paris']

async function write(file: string, count: number, line: (index: number) => string): Promise<void> {
  const stream = createWriteStream(join(dir, file))
  let text = ''
  for (let index = 0; index < count; index++) {
    text += `${line(index)}\n`
    if (text.length < 1 << 20) continue
    if (!stream.write(text)) await once(stream, 'drain')
    text = ''
  }
  stream.end(text)
  await once(stream, 'finish')
}

/** Runs one command to its end: what it answered, seconds and the most memory in MB. */
async function run(args: string[], good: number[] = [0]) {
  const started = performance.now()
  const child = spawn('/usr/bin/time', ['-f', '%M %U %S', '-o', join(dir, 'time'), './shopwarden', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (piece: Buffer) => {
    text += piece.toString()
  })
  const [status] = (await once(child, 'exit')) as [number]
  const seconds = (performance.now() - started) / 1000
  const [memory, user, system] = readFileSync(join(dir, 'time'), 'utf8')
    .trim()
    .split('\n')
    .at(-1)!
    .split(' ')
    .map(Number)
  if (!good.includes(status)) throw new Error(`${args.join(' ')} ended with ${status}: ${text}`)
  const figures = { seconds: Math.round(seconds), cpu: Math.round(user! + system!), MB: Math.round(memory! / 1024) }
  console.error(args.slice(0, 2).join(' '), JSON.stringify(figures))
  return { answer: JSON.parse(text), figures }
}
const state = ['--state', join(dir, 'state'), '--format', 'json']

await write('customers.csv', customers + 1, (index) =>
  index === 0
    ? 'customer_id,email,first_name,language,timezone'
    : `${index - 1},${address(index - 1)},Maria,${['en', 'pl', 'de', 'fr', 'es', 'it'][index % 6]},${zones[index % 3]}`,
)
// Each leaked customer once, spread over the file; all others are strangers. Every thousandth line is damaged.
const gap = Math.floor(lines / leaked)
const step = Math.floor(customers / leaked)
const isLeaked = (index: number) => index % gap === 0 && index / gap < leaked
await write('breach.txt', lines, (index) => {
  if (isLeaked(index)) return `${address((index / gap) * step).toUpperCase()}:Passw0rd${index}`
  return index % 1000 === 999
    ? `broken line ${index} at nowhere`
    : `stranger${index}@${domains[index % 6]}:secret${index}`
})
writeFileSync(
  join(dir, 'brand.yaml'),
  'shop: Northwind\nsite: northwind.example\nfrom: service@northwind.example\ncontact: privacy@northwind.example\nquiet: none\n',
)

const taken = await run(['leaks', 'import', join(dir, 'customers.csv'), ...state])
const compared = await run(['leaks', 'match', join(dir, 'breach.txt'), '--title', 'Old Forum', ...state], [1])
const plan = await run(['notices', 'plan', '--by', 'Ann', '--brand', join(dir, 'brand.yaml'), ...state])
await run(['notices', 'approve', '--by', 'Bob', ...state])

const number = (to: string) => Number(/\d+/.exec(to)![0]) / step
const refused = new Set<string>()
const greylisted = new Set<string>()
const server = await startMailServer(
  {
    recipient(to) {
      if (number(to) % 100 === 7) {
        refused.add(to)
        return [550, '5.1.1 no such user']
      }
      if (number(to) % 100 === 8 && !greylisted.has(to)) {
        greylisted.add(to)
        return [451, '4.7.1 try again later']
      }
      return undefined
    },
  },
  false,
)
const smtp = `127.0.0.1:${server.port}`
const pace = ['--per-domain', '600000', '--connections', '32']
const sent = await run(['notices', 'send', '--plain', '--smtp', smtp, '--unaligned', 'bench', ...pace, ...state])

// Played back: every fiftieth mail bounces later, two people complain, four of ten have a new password.
const bounced = server.arrived.filter((_, index) => index % 50 === 0)
const complained = server.arrived.filter((_, index) => index % 20_000 === 19_999)
const changed = server.arrived.filter((_, index) => index % 10 >= 6)
writeFileSync(
  join(dir, 'bounces.mbox'),
  [
    ...bounced.map(
      ({ to, messageId }, index) =>
        `From MAILER-DAEMON\nFrom: MAILER-DAEMON@mx.example\nMessage-ID: <b${index}@mx.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${to}\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${messageId}\n\n--b--\n`,
    ),
    ...complained.map(
      ({ to, messageId }, index) =>
        `From abuse\nFrom: abuse@isp.example\nMessage-ID: <c${index}@isp.example>\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: ${to}\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: ${messageId}\n\n--b--\n`,
    ),
  ].join('\n'),
)
const at = new Date().toISOString()
writeFileSync(
  join(dir, 'changed.csv'),
  `email,changed_at\n${changed.map(({ to }) => `${to},${at}`).join('\n')}\nnobody@nowhere.example,${at}\n`,
)
const feedback = await run(['notices', 'feedback', join(dir, 'bounces.mbox'), ...state])
const confirmed = await run(['notices', 'confirm', join(dir, 'changed.csv'), ...state])
const outcome = await run(['notices', 'outcome', ...state])

const counts = new Map<string, number>()
for (const { to } of server.arrived) counts.set(to, (counts.get(to) ?? 0) + 1)
const expected = new Set(Array.from({ length: leaked }, (_, index) => address(index * step)))
const wrong = [...counts.keys()].filter((to) => !expected.has(to)).length
console.log(
  JSON.stringify(
    {
      truth: { customers, lines, leaked },
      import: { watched: taken.answer.customers, ...taken.figures },
      match: {
        lines: compared.answer.lines,
        exposures: compared.answer.exposures,
        ...compared.figures,
        linesPerCpuSecond: Math.round(lines / compared.figures.cpu),
      },
      planned: plan.answer.customers,
      send: {
        arrived: server.arrived.length,
        people: counts.size,
        twice: [...counts.values()].filter((count) => count > 1).length,
        toStrangers: wrong,
        refused: refused.size,
        greylisted: greylisted.size,
        report: sent.answer,
        ...sent.figures,
        perSecond: Math.round(server.arrived.length / sent.figures.seconds),
      },
      feedback: { played: [bounced.length, complained.length], ...feedback.answer, ...feedback.figures },
      confirmed: { played: changed.length, ...confirmed.answer, ...confirmed.figures },
      outcome: { ...outcome.answer, ...outcome.figures },
    },
    null,
    2,
  ),
)
await server.close()
rmSync(dir, { recursive: true })
