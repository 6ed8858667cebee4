// The legitimate user: one fresh connection for each page, at an even pace, in a process that the attack cannot slow down.
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { VERSION } from '../../../../core/version.ts'
import { type ShopperOrder, shopperOrderSchema, type Visit } from '../shopper.ts'
import { deadMansSwitch, startWatchdog } from '../watchdog.ts'

type Plan = Extract<ShopperOrder, { type: 'start' }>

function visit(plan: Plan, step: Plan['steps'][number], sent: number): Promise<Visit> {
  const { target } = plan
  const started = performance.now()
  return new Promise((resolve) => {
    const end = (result: Pick<Visit, 'ok'> & Partial<Visit>) => {
      clearTimeout(timer)
      resolve({ at: sent, step: step.name, ms: Math.round((performance.now() - started) * 10) / 10, ...result })
      message.destroy()
    }
    const message = (target.secure ? httpsRequest : httpRequest)({
      host: target.address,
      port: target.port,
      path: step.path,
      method: 'GET',
      agent: false,
      ...(plan.localAddress !== undefined && { localAddress: plan.localAddress }),
      ...(target.secure && {
        rejectUnauthorized: false,
        ...(isIP(target.hostname) === 0 && { servername: target.hostname }),
      }),
      headers: {
        host: target.authority,
        'user-agent': `Mozilla/5.0 (compatible; Shopwarden/${VERSION}; legitimate user)`,
        accept: 'text/html,*/*',
        connection: 'close',
      },
    })
    const timer = setTimeout(() => end({ ok: false, error: 'timeout' }), plan.timeoutMs)
    message.once('error', (error: NodeJS.ErrnoException) => end({ ok: false, error: error.code ?? 'error' }))
    message.once('response', (response) => {
      const status = response.statusCode ?? 0
      response.once('error', () => end({ ok: false, status, error: 'cut' }))
      response.once('aborted', () => end({ ok: false, status, error: 'cut' }))
      response.once('end', () => end({ ok: step.status === undefined ? status < 400 : status === step.status, status }))
      response.resume()
    })
    message.end()
  })
}

function shop(plan: Plan): void {
  startWatchdog(plan.seconds)
  const zero = performance.now()
  let turn = 0
  setInterval(() => {
    const step = plan.steps[turn++ % plan.steps.length]!
    const sent = Math.round(performance.now() - zero)
    process.send?.({ type: 'sent', at: sent })
    void visit(plan, step, sent).then((done) => process.send?.({ type: 'visit', visit: done }))
  }, plan.everyMs)
}

const leave = () => process.exit(0)
// It does no harm, and a rehearsal on a machine at its limit must not lose its measure: more patience than an attack has.
const dead = deadMansSwitch(() => 15_000, leave)
process.on('disconnect', leave)
process.on('SIGINT', () => undefined)
process.on('message', (message) => {
  const order = shopperOrderSchema.parse(message)
  dead.beat()
  if (order.type === 'start') shop(order)
})
