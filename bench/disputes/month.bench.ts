/**
 * A month of the sample shop's orders with shipments and 30 disputes across reasons and providers, from webhook to submitted
 * answer, against local servers in the providers' published formats, with kill -9 in between, all through the command line.
 * node bench/disputes/month.bench.ts [kills]
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { writeFeeds } from '../../examples/sample-shop/feeds.ts'
import { dispatchEnv, startDisputeServers } from '../../test/helpers/dispute-servers.ts'
import {
  adyenWebhook,
  paypalPublicKey,
  paypalWebhook,
  secrets,
  stripeWebhook,
  type Webhook,
} from '../../test/helpers/dispute-webhooks.ts'

const kills = Number(process.argv[2] ?? 8)
const dayMs = 86_400_000
const now = new Date()
const ago = (days: number) => new Date(now.getTime() - days * dayMs).toISOString()
const dir = mkdtempSync(join(tmpdir(), 'sw-month-'))
const state = join(dir, 'state')
const servers = await startDisputeServers()
writeFileSync(join(dir, 'paypal.pem'), paypalPublicKey)
const env = {
  ...process.env,
  ...dispatchEnv(servers.base),
  STRIPE_WEBHOOK_SECRET: secrets.stripe,
  ADYEN_HMAC_KEY: secrets.adyen,
  PAYPAL_WEBHOOK_ID: secrets.paypal,
  PAYPAL_CERTIFICATE_FILE: join(dir, 'paypal.pem'),
  EASYPOST_API_KEY: 'EZ',
  EASYPOST_BASE: servers.base,
}
const cli = ['src/cli/main.ts', 'disputes']
// Never blocking: the providers' servers live in this process.
const run = async (...args: string[]): Promise<string> => {
  try {
    const done = await promisify(execFile)(process.execPath, [...cli, ...args, '--state', state], {
      env,
      maxBuffer: 100_000_000,
    })
    return done.stdout
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number }
    if (code === 1 || code === 3) return stdout
    throw new Error(`${args.join(' ')}: ${stderr}`, { cause: error })
  }
}
const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await run(...args, '--format', 'json')) as T

// 1. The month's orders and shipments, as the sample shop exports them; payments, terms and use as its provider and shop know them.
const feeds = writeFeeds(dir, now, false)
const month = (file: string) => {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  return { head: head!, lines: lines.map((line) => line.split(',')) }
}
const orders = month(feeds.orders)
const recent = orders.lines.filter((line) => line[1]! > ago(31) && line[1]! < ago(12))
writeFileSync(
  feeds.orders,
  [orders.head, ...orders.lines.filter((line) => line[1]! > ago(31)).map((line) => line.join(','))].join('\n'),
)
const shipped = month(feeds.shipments)
const ids = new Set(orders.lines.filter((line) => line[1]! > ago(31)).map((line) => line[0]))
const notes = shipped.lines.filter((line) => ids.has(line[0]!))
writeFileSync(feeds.shipments, [shipped.head, ...notes.map((line) => line.join(','))].join('\n'))
const disputed = recent.slice(0, 30)
const events: object[] = []
const networks = ['visa', 'mastercard', 'amex', 'discover']
for (const [index, line] of disputed.entries()) {
  const [id, at, customer, email, ip, card, , recipient, , amount, currency] = line as string[]
  const provider = index < 12 ? 'stripe' : index < 22 ? 'adyen' : 'paypal'
  const reference = provider === 'stripe' ? `ch_${id}` : provider === 'adyen' ? `PSP${id}` : `PAY${id}`
  const network = provider === 'paypal' ? 'paypal' : index % 3 === 0 ? 'visa' : networks[index % 4]!
  events.push({
    kind: 'payment',
    id: `provider:${id}`,
    order: id,
    at: new Date(Date.parse(at!) + 1000).toISOString(),
    references: [reference],
    network,
    instrument: card,
    amount: { amount, currency },
    arn: `7431234612345671234${id!.padStart(4, '0')}`.slice(0, 23),
    avs: 'match',
    cvc: 'match',
  })
  events.push({
    kind: 'terms',
    order: id,
    at,
    document: 'refund-policy',
    version: '2026-1',
    text: 'Returns within 30 days; shipping is not paid back.',
    how: 'box ticked at checkout',
  })
  if (index % 4 === 1)
    events.push({
      kind: 'message',
      order: id,
      at: new Date(Date.parse(at!) + 4 * dayMs).toISOString(),
      direction: 'from-customer',
      subject: 'My order',
      text: 'It arrived, thank you. May I exchange the colour?',
    })
  // Regular customers: two orders half a year ago with the same card, address and machine.
  if (index % 3 === 0)
    for (const back of [180, 240]) {
      const old = `H${id}-${back}`
      const common = { order: old, at: ago(back) }
      const place = { name: recipient, line1: `Street ${customer}`, city: 'Warsaw', postcode: '00-001', country: 'PL' }
      events.push({
        kind: 'order',
        ...common,
        customer: { id: customer, email, name: recipient },
        items: [{ name: 'Earlier goods', quantity: 1 }],
        total: { amount: '30.00', currency: 'EUR' },
        shipping: place,
        ip,
      })
      events.push({
        kind: 'payment',
        ...common,
        references: [`ch_${old.replace('-', '')}`],
        network,
        instrument: card,
        amount: { amount: '30.00', currency: 'EUR' },
        arn: `7431234612345679${String(back).padStart(3, '0')}${id!.padStart(4, '0')}`.slice(0, 23),
      })
    }
}
writeFileSync(join(dir, 'events.jsonl'), events.map((event) => JSON.stringify(event)).join('\n'))
console.log((await run('import', feeds.orders)).trim())
console.log((await run('ship', feeds.shipments)).trim())
console.log((await run('import', join(dir, 'events.jsonl'))).trim())

// 2. Carriers: what is under way is asked about; half of it has arrived.
for (const [index, line] of notes.entries())
  if (line[4] === '' && index % 2 === 0)
    servers.parcels.set(line[2]!, {
      status: 'delivered',
      signed_by: 'Recipient',
      details: [
        { datetime: ago(4), status: 'in_transit', message: 'Sorted' },
        { datetime: ago(3), status: 'delivered', message: 'Delivered' },
      ],
    })
const before = await json<{ withProof: number; provable: number }>('completeness', '--days', '21')
console.log((await run('track')).split('\n')[0])
const after = await json<{
  withProof: number
  provable: number
  withoutProof: string[]
  mendable: string[]
  withNote: number
  due: number
}>('completeness', '--days', '21')
console.log(
  `Completeness: ${after.withNote} of ${after.due} with shipping note; proof of delivery ${before.withProof} of ${before.provable} before asking the carriers, ${after.withProof} of ${after.provable} after; without: ${after.withoutProof.slice(0, 5).join(', ')} …; ${after.mendable.length} can still be mended.`,
)

// 3. Webhooks of three providers, each sent until it is taken; the receiver is killed again and again.
const stripeReasons = [
  ['10.4', 'fraudulent'],
  ['13.1', 'product_not_received'],
  ['13.3', 'product_unacceptable'],
  ['13.6', 'credit_not_processed'],
  ['12.6.1', 'duplicate'],
  ['13.2', 'subscription_canceled'],
]
const codes: Record<string, string[]> = {
  visa: ['10.4', '13.1', '13.3'],
  mastercard: ['4837', '4853', '4834'],
  amex: ['F29', 'C08', 'C31'],
  discover: ['UA02', 'RG', 'RM'],
}
const paypalReasons = [
  'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
  'UNAUTHORISED',
  'MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED',
  'CREDIT_NOT_PROCESSED',
]
const due = (index: number) => new Date(now.getTime() + (2 + (index % 9)) * dayMs).toISOString()
interface Story {
  provider: 'stripe' | 'adyen' | 'paypal'
  id: string
  hooks: (() => Webhook)[]
  end: (won: boolean) => Webhook
}
const stories: Story[] = disputed.map((line, index) => {
  const [id, at, , , , , , , , amount, currency] = line as string[]
  const minor = Math.round(Number(amount) * 100)
  const opened = new Date(Math.max(Date.parse(at!) + 5 * dayMs, now.getTime() - 6 * dayMs)).toISOString()
  const later = new Date(Date.parse(opened) + 3_600_000).toISOString()
  // One arrives after its deadline; one is about a payment that nobody knows.
  const dueAt = index === 11 ? ago(1) : due(index)
  if (index < 12) {
    const network = index % 3 === 0 ? 'visa' : networks[index % 4]!
    const [code, reason] =
      network === 'visa'
        ? stripeReasons[((index / 3) % 6) | 0]!
        : [codes[network]![index % 3]!, ['fraudulent', 'product_not_received', 'product_unacceptable'][index % 3]!]
    const dispute = {
      id: `dp_${id}`,
      charge: index === 10 ? 'ch_unknown' : `ch_${id}`,
      amount: minor,
      currency: currency!,
      created: opened,
      due: dueAt,
      code: index === 0 || index === 9 ? '10.4' : code!,
      reason: index === 0 || index === 9 ? 'fraudulent' : reason!,
      brand: network,
    }
    return {
      provider: 'stripe',
      id: `stripe:dp_${id}`,
      hooks: [
        () => stripeWebhook('charge.dispute.created', `evt_${id}_1`, opened, dispute, new Date()),
        () => stripeWebhook('charge.dispute.updated', `evt_${id}_2`, later, dispute, new Date()),
      ],
      end: (won) =>
        stripeWebhook(
          'charge.dispute.closed',
          `evt_${id}_9`,
          new Date().toISOString(),
          { ...dispute, status: won ? 'won' : 'lost' },
          new Date(),
        ),
    }
  }
  if (index < 22) {
    const network = index % 3 === 0 ? 'visa' : networks[index % 4]!
    const dispute = {
      id: `ADY${id}`,
      payment: `PSP${id}`,
      order: id!,
      amount: minor,
      currency: currency!,
      at: opened,
      due: dueAt,
      code: codes[network]![index % 3]!,
      method: network === 'mastercard' ? 'mc' : network,
    }
    return {
      provider: 'adyen',
      id: `adyen:ADY${id}`,
      hooks: [
        () => adyenWebhook('NOTIFICATION_OF_CHARGEBACK', dispute),
        () => adyenWebhook('CHARGEBACK', { ...dispute, at: later }),
      ],
      end: (won) =>
        adyenWebhook(won ? 'PREARBITRATION_WON' : 'SECOND_CHARGEBACK', {
          ...dispute,
          at: new Date().toISOString(),
          status: won ? 'Won' : 'Lost',
        }),
    }
  }
  const dispute = {
    id: `PP-D-${id}`,
    payment: `PAY${id}`,
    value: amount!,
    currency: currency!,
    created: opened,
    due: dueAt,
    reason: paypalReasons[index % 4]!,
  }
  return {
    provider: 'paypal',
    id: `paypal:PP-D-${id}`,
    hooks: [
      () => paypalWebhook('CUSTOMER.DISPUTE.CREATED', `WH-${id}-1`, dispute),
      () => paypalWebhook('CUSTOMER.DISPUTE.UPDATED', `WH-${id}-2`, { ...dispute, updated: later }),
    ],
    end: (won) =>
      paypalWebhook('CUSTOMER.DISPUTE.RESOLVED', `WH-${id}-9`, {
        ...dispute,
        updated: new Date().toISOString(),
        status: 'RESOLVED',
        outcome: won ? 'RESOLVED_SELLER_FAVOUR' : 'RESOLVED_BUYER_FAVOUR',
      }),
  }
})

let child: ChildProcess | undefined
let port = 0
const dead = () => child === undefined || child.exitCode !== null || child.signalCode !== null
async function receiver(): Promise<void> {
  if (!dead()) return
  child = spawn(process.execPath, [...cli, 'serve', '--port', '0', '--state', state], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  port = await new Promise<number>((ready) =>
    child!.stdout!.on('data', (text: Buffer) => ready(Number(/:(\d+)\/webhooks/.exec(String(text))?.[1]))),
  )
}
const kill = async (target: ChildProcess) => {
  target.kill('SIGKILL')
  if (target.exitCode === null && target.signalCode === null) await new Promise((gone) => target.once('exit', gone))
}
const post = async (sender: string, hook: Webhook): Promise<number> => {
  try {
    return (
      await fetch(`http://127.0.0.1:${port}/webhooks/${sender}`, {
        method: 'POST',
        headers: hook.headers,
        body: hook.body as Uint8Array<ArrayBuffer>,
      })
    ).status
  } catch {
    return 0
  }
}
await receiver()
// The later message first, then the first one twice: out of order and doubled.
const queue = stories.flatMap((story) =>
  [story.hooks[1]!, story.hooks[0]!, story.hooks[0]!].map((make) => ({ sender: story.provider, make })),
)
let sent = 0
let resent = 0
const killAt = new Set(Array.from({ length: kills }, (_, index) => Math.floor(((index + 0.5) * queue.length) / kills)))
for (const { sender, make } of queue) {
  sent++
  const wait = killAt.has(sent) ? sleep(Math.random() * 4).then(() => kill(child!)) : undefined
  while ((await post(sender, make())) !== 200) {
    resent++
    await receiver()
    await sleep(5)
  }
  if (wait) {
    await wait
    await receiver()
  }
}
const forged = await post(
  'stripe',
  stripeWebhook(
    'charge.dispute.created',
    'evt_x',
    ago(1),
    { id: 'dp_forged', charge: 'ch_1', amount: 1, currency: 'EUR', created: ago(1) },
    new Date(),
    'whsec_wrong',
  ),
)
await kill(child!)
const open = await json<{ id: string; state: string; family: string; orderKnown: string | null }[]>('open', '--all')
const tally = (items: readonly string[]) =>
  Object.entries(Object.groupBy(items, (item) => item))
    .map(([name, list]) => `${name} ${list!.length}`)
    .join(', ')
console.log(
  `${queue.length} webhooks, ${kills} kill -9 of the receiver, ${resent} sent again; a forged one was answered ${forged}. Disputes: ${open.length} (${tally(open.map((item) => item.state))}); order unknown: ${open.filter((item) => item.orderKnown === null).length}.`,
)
console.log(`Reasons: ${tally(open.map((item) => item.family))}.`)

// 4. Advice, then answers, killed while they are sent: before the provider acted, and after it acted but before it answered.
const advice = await json<{ action: string; stands: string; family: string; ce3: { qualifies: boolean } | null }[]>(
  'advise',
  '--cost',
  '15 EUR',
)
console.log(
  `Advice: ${tally(advice.map((item) => `${item.action} (${item.stands})`))}; CE 3.0 qualifies ${advice.filter((item) => item.ce3?.qualifies).length} of ${advice.filter((item) => item.ce3).length} claims of fraud at Visa.`,
)
let killedSending = 0
let target: ChildProcess | undefined
const acted = (path: string) => /\/v1\/disputes\/[^/]+$|defendDispute|provide-evidence/.test(path)
let requests = 0
for (let round = 0; round < kills; round++) {
  requests = 0
  const aim = 3 + ((round * 5) % 11)
  const late = round % 2 === 1
  const strike = (path: string): 'answer' | 'drop' => {
    if (++requests < aim || (late && !acted(path))) return 'answer'
    target?.kill('SIGKILL')
    killedSending++
    servers.before = undefined
    servers.after = undefined
    return 'drop'
  }
  if (late) servers.after = (_, path) => strike(path)
  else servers.before = (_, path) => strike(path)
  target = spawn(
    process.execPath,
    [
      ...cli,
      'submit',
      '--policy',
      'contest',
      '--take-over',
      '--cost',
      '15 EUR',
      '--shop-name',
      'Sample shop',
      '--state',
      state,
    ],
    { env, stdio: 'ignore' },
  )
  await new Promise((gone) => target!.once('exit', gone))
  servers.before = undefined
  servers.after = undefined
}
const midway = servers.submissions.length
const last = await json<{
  followedUp: { outcome: string }[]
  sent: { outcome: string }[]
  left: { dispute: string; action: string; because: string }[]
  expired: number
}>('submit', '--policy', 'contest', '--take-over', '--cost', '15 EUR', '--shop-name', 'Sample shop')
const counts = Object.groupBy(servers.submissions, (item) => `${item.provider}:${item.dispute}`)
const twice = Object.entries(counts).filter(([, list]) => list!.length > 1)
console.log(
  `Answers: ${killedSending} kill -9 while sending (${midway} had arrived), then one run to the end: followed up ${last.followedUp.length}, sent ${last.sent.length}, left to a person ${last.left.length}. At the providers: ${Object.keys(counts).length} disputes answered, ${twice.length} of them twice.`,
)
for (const item of last.left) console.log(`  left: ${item.dispute}: ${item.action}: ${item.because}`)
const states = await json<{ id: string; state: string }[]>('open', '--all')
const answered = new Set(Object.keys(counts))
const wrong = states.filter((item) => (item.state === 'answered') !== answered.has(item.id))
console.log(
  `States here: ${tally(states.map((item) => item.state))}; ${wrong.length} differ from what the providers have.`,
)

// What a person would do with the rest: accept what cannot be proven.
let accepted = 0
for (const item of last.left.slice(0, 4)) {
  const result = await json<{ state: string }>('answer', item.dispute, '--accept')
  if (result.state === 'accepted') accepted++
}
console.log(`Accepted by hand: ${accepted} of the first ${Math.min(4, last.left.length)} left.`)

// 5. The banks decide; labels, ratios, the audit's figures.
await receiver()
let closed = 0
for (const [index, story] of stories.entries())
  if (answered.has(story.id) && (await post(story.provider, story.end(index % 3 !== 2))) === 200) closed++
await kill(child!)
const final = await json<{ state: string }[]>('open', '--all')
console.log(`Outcomes told: ${closed}. States: ${tally(final.map((item) => item.state))}.`)
console.log(
  `Labels for the fraud guard: ${tally(
    (await run('labels'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { label: { verdict: string } }).label.verdict),
  )}.`,
)
const ratios = (
  await json<{
    results: { programme: string; month: string; alarm: string; numerator?: number; denominator?: number }[]
  }>('ratios')
).results
console.log(
  `Ratios: ${ratios
    .filter((item) => item.alarm !== 'unknown')
    .map((item) => `${item.month} ${item.programme} ${item.numerator}/${item.denominator} ${item.alarm}`)
    .join('; ')}.`,
)
const ics = await run('ics')
console.log(`Calendar: ${ics.match(/BEGIN:VEVENT/g)?.length ?? 0} entries.`)
await servers.close()
rmSync(dir, { recursive: true, force: true })
if (twice.length > 0 || wrong.length > 0 || open.length !== 30) {
  console.log('FAILED: something was lost, doubled or is not known.')
  process.exitCode = 1
}
