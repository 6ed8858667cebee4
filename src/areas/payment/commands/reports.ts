import type { AddressInfo } from 'node:net'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, areaState, choice, stateOption, wholeNumber, writeAnswer } from '../../../core/options.ts'
import { ReportGroups } from '../reports/groups.ts'
import { reportServer } from '../reports/serve.ts'

function asText(groups: ReportGroups): string {
  const list = groups.list()
  if (list.length === 0) return 'No reports have come in.'
  return [
    ...list
      .slice(0, 50)
      .map(
        (group) =>
          `${String(group.count).padStart(7)} × ${group.type} ${group.directive} ${group.blocked} on ${group.page} (${group.disposition}${group.likelyExtension ? ', likely an extension' : ''}), last ${group.lastAt}`,
      ),
    ...(list.length > 50 ? [`… and ${list.length - 50} more (--format json)`] : []),
    ...(groups.dropped > 0 ? [`${groups.dropped} reports were dropped: too many kinds.`] : []),
    'Anybody can send reports: look at the page with "shopwarden payment watch" before you act.',
  ].join('\n')
}

/** `shopwarden payment reports serve|list` */
export const reportsVerb: Verb = {
  summary: 'Take what browsers report of refused and tampered scripts (serve), and show it grouped (list)',
  arguments: ['<action>'],
  options: [
    { flags: '--host <address>', description: 'address to listen on', default: '127.0.0.1' },
    { flags: '--port <port>', description: 'port to listen on', default: '8789' },
    stateOption,
    ...answerOptions,
  ],
  async run([action], options, io) {
    const groups = new ReportGroups(areaState(options, io, 'payment'))
    if (action === 'list') {
      const format = choice(options, 'format', ['text', 'json'], 'text')
      writeAnswer(
        format === 'json'
          ? JSON.stringify({ groups: groups.list(), dropped: groups.dropped }, null, 2)
          : asText(groups),
        options,
        io,
      )
      return 0
    }
    if (action !== 'serve')
      throw new ShopwardenError('SW_CLI_OPTION', `"${String(action)}" cannot be used here`, {
        fix: 'Use serve or list.',
      })
    const server = reportServer(groups, io.now)
    const host = typeof options['host'] === 'string' ? options['host'] : '127.0.0.1'
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(wholeNumber(options, 'port', 8789, 0), host, resolve)
    })
    io.stdout.write(`Reports are taken on http://${host}:${(server.address() as AddressInfo).port}/\n`)
    await new Promise<void>((stop) => {
      if (io.signal.aborted) stop()
      io.signal.addEventListener('abort', () => stop(), { once: true })
    })
    await new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
    return 0
  },
}
