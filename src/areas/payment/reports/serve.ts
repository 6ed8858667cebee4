import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { ReportGroups } from './groups.ts'
import { parseReports } from './parse.ts'
import { readRequestBody } from '../../../net/body.ts'

const maxBody = 64_000
const saveEveryMs = 1000
/** Reports taken from everybody together, a minute: beyond, they are answered and dropped. */
const maxAMinute = 6000

/** Takes reports of browsers (POST, any path). Browsers cannot sign in, so what comes is bounded and only counted. */
export function reportServer(groups: ReportGroups, now: () => Date): Server {
  let minute = 0
  let taken = 0
  const answer = (response: ServerResponse, status: number) =>
    response
      .writeHead(status, {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
      })
      .end()
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'OPTIONS') return answer(response, 204)
    if (request.method !== 'POST') return answer(response, 405)
    const body = (await readRequestBody(request, maxBody))?.toString('utf8')
    if (body === undefined) {
      answer(response, 413)
      request.destroy()
      return
    }
    const current = Math.floor(now().getTime() / 60_000)
    if (current !== minute) [minute, taken] = [current, 0]
    const reports = parseReports(body)
    if (reports.length > 0 && taken + reports.length <= maxAMinute) {
      taken += reports.length
      groups.add(reports, now())
    }
    answer(response, reports.length > 0 ? 204 : 400)
  }
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  const timer = setInterval(() => groups.save(), saveEveryMs)
  timer.unref()
  server.on('close', () => {
    clearInterval(timer)
    groups.save()
  })
  return server
}
