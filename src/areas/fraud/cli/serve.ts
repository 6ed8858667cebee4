import { alertOptions, channelsFrom } from '../../../connect/alerts/options.ts'
import type { Verb } from '../../../core/area.ts'
import { alertRound } from '../alerts/round.ts'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import { stateDir, stateOption } from '../../../core/options.ts'
import { FraudGuard } from '../guard.ts'
import { fraudRoutes } from '../standalone.ts'
import { serveRoutes } from '../serve.ts'
import { numberOption, textOption } from './input.ts'

/** New cases are told of together, this often. */
const ALERT_MS = 20_000

/** `fraud serve`: the guard by itself. */
export const serveVerb: Verb = {
  summary: 'Run the guard: POST /fraud/events answers approve, challenge, review or decline',
  options: [
    stateOption,
    { flags: '--host <address>', description: 'address to listen on', default: '127.0.0.1' },
    { flags: '--port <port>', description: 'port to listen on', default: '8787' },
    ...alertOptions,
  ],
  async run(_args, options, io) {
    const host = textOption(options, 'host') ?? '127.0.0.1'
    const token = io.env['SHOPWARDEN_FRAUD_TOKEN'] || undefined
    if (token === undefined && !['127.0.0.1', '::1', 'localhost'].includes(host))
      throw new ShopwardenError('SW_FRAUD_OPTION', 'A guard that others can reach needs a token', {
        fix: 'Set SHOPWARDEN_FRAUD_TOKEN to a long random word; callers send it as "Authorization: Bearer …".',
      })
    const channels = channelsFrom(options, io)
    const guard = await FraudGuard.open({
      stateDir: stateDir(options, io),
      now: () => io.now(),
    })
    const front = await serveRoutes(
      fraudRoutes(guard, () => io.now()),
      { host, port: numberOption(options, 'port', 8787), token },
    )
    const timer = setInterval(() => guard.refresh(), 2000)
    let telling = Promise.resolve()
    const onTrouble = (message: string) => void io.stderr.write(`Alerts: ${message}\n`)
    const tellCases = () => {
      telling = telling
        .then(() => alertRound(guard.dir, guard.cases(), channels, { now: () => io.now(), onTrouble }))
        .catch((error: unknown) => onTrouble(describeError(error)))
    }
    const rounds = channels.length > 0 ? setInterval(tellCases, ALERT_MS) : undefined
    if (channels.length > 0) tellCases()
    io.stdout.write(
      `The guard listens on http://${host}:${front.port}/fraud/events; ${guard.count} events remembered.\n`,
    )
    const stopped = new Promise<void>((stop) => {
      if (io.signal.aborted) stop()
      io.signal.addEventListener('abort', () => stop(), { once: true })
    })
    await stopped
    clearInterval(timer)
    clearInterval(rounds)
    await telling
    await front.close()
    await guard.close()
    return 0
  },
}
