// Seeded card numbers in thirty forms, noise without any, and speed over logs: node bench/payment-discover.bench.ts [noise MB]
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { discover } from '../src/areas/payment/discover/discover.ts'
import { passesLuhn } from '../src/core/card-number.ts'

let state = 7
const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 4_294_967_296
}
const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('')
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** A valid number that belongs to nobody in particular. */
function card(): string {
  const [prefix, length] = pick([
    ['4', 16],
    ['51', 16],
    ['2221', 16],
    ['37', 15],
    ['6011', 16],
    ['3530', 16],
  ] as const)
  const body = prefix + digits(length - prefix.length - 1)
  for (let check = 0; check < 10; check++) if (passesLuhn(body + check)) return body + check
  return body
}

const by = (number: string, separator: string) =>
  number.length === 15
    ? `${number.slice(0, 4)}${separator}${number.slice(4, 10)}${separator}${number.slice(10)}`
    : number.replace(/(\d{4})(?=\d)/g, `$1${separator}`)
const hex = (text: string) => Buffer.from(text).toString('hex')
const b64 = (text: string) => Buffer.from(text).toString('base64')

const forms: readonly ((number: string) => string | Buffer)[] = [
  (n) => `card=${n}\n`,
  (n) => `{"pan":"${n}"}\n`,
  (n) => `{"card_number": ${n}}\n`,
  (n) => `Card number: ${by(n, ' ')}\n`,
  (n) => `Card number: ${by(n, '-')}\n`,
  (n) => `cc_num;${n};12/29\n`,
  (n) => `INSERT INTO payment VALUES (7,'Visa','${n}','2029-12');\n`,
  (n) => `<CardNumber>${n}</CardNumber>\n`,
  (n) => `%B${n}^DOE/JANE^29121010000000000?\n`,
  (n) => `;${n}=29121010000000000?\n`,
  (n) => `POST /pay cardnumber=${n}&cvc=123\n`,
  (n) => `[debug] visa ${n} exp 11/30\n`,
  (n) => `d=${b64(`card ${n} exp 12/29`)}\n`,
  (n) => `blob: ${b64(JSON.stringify({ number: n, cvc: '123' }))}\n`,
  (n) => `x'${hex(n)}'\n`,
  (n) => `0x${hex(n)}\n`,
  (n) => `card=${[...n].map((digit) => `%3${digit}`).join('')}\n`,
  (n) => `card=${by(n, '%20').replace(/\d/g, (digit) => digit)}\n`.replace(/%20/g, '+'),
  (n) => `${n}\n`,
  (n) => `"${n}","12.50"\n`,
  (n) => `kreditkarte: ${n}\n`,
  (n) => `tarjeta ${by(n, ' ')}\n`,
  (n) => `numéro de carte ${n}\n`,
  (n) => `PAN\t${n}\t12/29\n`,
  (n) => Buffer.from(`\ufeffcard ${n}\n`, 'utf16le'),
  (n) => gzipSync(`card ${n}\n`),
  (n) => Buffer.from(`card ${by(n, '\u00a0')}\n`, 'utf8'),
  (n) => `s:16:"${n}"; /* card */\n`,
  (n) => `expiry 12/29 card ${n} cvv 123\n`,
  (n) => `Mastercard ${n}.\n`,
]

const dir = mkdtempSync(join(tmpdir(), 'sw-discover-'))
const run = (path: string) => discover([path], { signal: new AbortController().signal, progress: () => undefined })

let missed = 0
const missedForms = new Map<number, number>()
for (let index = 0; index < 10_000; index++) {
  const form = index % forms.length
  const number = card()
  const file = join(dir, 'seeded')
  writeFileSync(file, forms[form]!(number))
  if ((await run(file)).found.length === 0) {
    missed++
    missedForms.set(form, (missedForms.get(form) ?? 0) + 1)
  }
}
console.log(`seeded: 10,000 numbers in ${forms.length} forms, ${missed} missed ${JSON.stringify([...missedForms])}`)

const noise: readonly (() => string)[] = [
  () => `${[8, 4, 4, 4, 12].map((length) => hex(digits(length)).slice(0, length)).join('-')}\n`,
  () => `phone +48 ${digits(3)} ${digits(3)} ${digits(3)}\n`,
  () => `tracking ${digits(20)} parcel ${digits(14)}\n`,
  () =>
    `(${digits(6)},'2026-0${1 + Math.floor(random() * 9)}-11 10:0${digits(1)}:00','DPD','${digits(14)}',${digits(3)}.${digits(2)}),\n`,
  () => `order_id=${digits(9)} amount=${digits(2)}.90 ts=17${digits(11)} sku ${digits(13)}\n`,
  () => `session ${b64(digits(24)).slice(0, 32)} user ${digits(7)}\n`,
  () => `invoice no ${digits(16)}\n`,
  () => `${digits(16)} ${digits(16)} ${digits(19)}\n`,
]
const wanted = Number(process.argv[2] ?? 300)
mkdirSync(join(dir, 'noise'))
for (let part = 0; part < wanted / 25; part++) {
  const lines: string[] = []
  for (let size = 0; size < 25e6; ) {
    const line = noise[(part + lines.length) % noise.length]!()
    lines.push(line)
    size += line.length
  }
  writeFileSync(join(dir, 'noise', `part-${part}.log`), lines.join(''))
}
const before = process.cpuUsage()
const started = performance.now()
const quiet = await run(join(dir, 'noise'))
const used = process.cpuUsage(before)
const megabytes = quiet.bytes / 1e6
console.log(
  `noise: ${megabytes.toFixed(0)} MB, ${quiet.found.length} false alarms; ${(megabytes / ((performance.now() - started) / 1000)).toFixed(0)} MB/s, ${(megabytes / ((used.user + used.system) / 1e6)).toFixed(0)} MB a CPU-second`,
)

// Logs as servers and shops write them, beside a bare expression for runs of digits and grep -c in the same run.
const word = (count: number) =>
  Array.from({ length: count }, () => '0123456789abcdef'[Math.floor(random() * 16)]).join('')
const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'curl/8.5.0',
]
const logs: readonly [name: string, line: () => string][] = [
  [
    'access log',
    () =>
      `${digits(2)}.${digits(3)}.${digits(2)}.${digits(3)} - - [2${digits(1)}/Nov/2026:1${digits(1)}:${digits(2)}:${digits(2)} +0000] "GET /catalog/product/view/id/${digits(5)}?utm_source=news&sid=${word(24)} HTTP/2.0" 200 ${digits(5)} "https://shop.example/c/${digits(4)}" "${pick(agents)}"\n`,
  ],
  [
    'application log',
    () =>
      pick([
        () =>
          `2026-11-26 10:${digits(2)}:${digits(2)},${digits(3)} INFO [exec-${digits(1)}] s.order.OrderService - order ${digits(9)} placed by customer ${digits(6)} total ${digits(3)}.${digits(2)}\n`,
        () =>
          `{"level":"info","ts":17${digits(8)}.${digits(3)},"msg":"request","path":"/rest/V1/carts/${word(8)}-${word(4)}-${word(4)}-${word(4)}-${word(12)}","ms":${digits(2)},"user":${digits(6)}}\n`,
        () =>
          `Nov 26 10:${digits(2)}:${digits(2)} web1 postfix/smtpd[${digits(5)}]: connect from mail-${digits(3)}.example.org[10.${digits(2)}.${digits(2)}.${digits(2)}]\n`,
        () =>
          `#0 /var/www/html/vendor/shop/framework/App/Http.php(${digits(3)}): Shop\\App\\FrontController->dispatch(Object(Shop\\App\\Request\\Http))\n`,
      ])(),
  ],
]
for (const [name, line] of logs) {
  const file = join(dir, 'log')
  const lines: string[] = []
  for (let size = 0; size < 200e6; ) {
    lines.push(line())
    size += lines.at(-1)!.length
  }
  const descriptor = openSync(file, 'w')
  for (let at = 0; at < lines.length; at += 100_000) writeSync(descriptor, lines.slice(at, at + 100_000).join(''))
  closeSync(descriptor)
  lines.length = 0
  const cpu = async (work: () => unknown) => {
    const start = process.cpuUsage()
    await work()
    const spent = process.cpuUsage(start)
    return (200 / ((spent.user + spent.system) / 1e6)).toFixed(0)
  }
  const ours = await cpu(() => run(file))
  const bare = await cpu(() => {
    const handle = openSync(file, 'r')
    const piece = Buffer.alloc(8 << 20)
    for (let read = 1; read > 0; ) {
      read = readSync(handle, piece)
      piece.toString('latin1', 0, read).match(/\d{13,19}/g)
    }
    closeSync(handle)
  })
  const grep = spawnSync('bash', ['-c', "TIMEFORMAT='%U %S'; time LC_ALL=C grep -cE '[0-9]{13,19}' \"$1\"", '-', file])
  const [user, system] = grep.stderr.toString().trim().split(' ').map(Number)
  console.log(
    `${name}: 200 MB, ${ours} MB a CPU-second; a bare expression for runs of digits ${bare}, grep -c ${(200 / (user! + system!)).toFixed(0)}`,
  )
}
rmSync(dir, { recursive: true })
