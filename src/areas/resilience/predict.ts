import { serversOf } from './advice/advice.ts'
import type { ServerKind } from './advice/settings.ts'
import type { ScenarioName } from './load/plan.ts'
import type { testVerdicts } from './rehearse/record.ts'
import { bars } from './rehearse/verdict.ts'
import type { Look } from './schema.ts'

export interface Prediction {
  scenario: ScenarioName
  expected: Exclude<(typeof testVerdicts)[number], 'not tested'>
  /** 0 to 1: how sure the harmless look is. */
  confidence: number
  because: string
}

type Kind = NonNullable<Look['cutOffs']>[number]['kind']

const text = (seconds: number | undefined, waited: number) =>
  seconds === undefined ? `longer than ${waited} s` : `${seconds} s`

// Connections that servers hold unless told otherwise: nginx 768 for each of (at least) two workers in Debian, Apache 150
// workers (mpm_event), lighttpd a third of its 1,024 descriptors. Others are bounded by descriptors, usually many.
const usualConnections: Partial<Record<ServerKind, number>> = { nginx: 1500, apache: 150, lighttpd: 340 }
/** Apache drops slow clients unless told otherwise (mod_reqtimeout), so a cut-off does not show that anyone raised its workers. */
const dropsByDefault: ReadonlySet<ServerKind> = new Set(['apache'])

/** New connections a second that one attacking machine opens with ease; the rehearsal's own rate. */
const easyPerSecond = 200

/** Slow clients: what decides is when the slowest trick is cut off, and whether one client may hold many connections. */
function slow(look: Look, scenario: ScenarioName, kinds: readonly Kind[]): Prediction[] {
  const cutOffs = look.cutOffs?.filter((one) => kinds.includes(one.kind) && one.failed === undefined) ?? []
  if (cutOffs.length === 0) return []
  const waited = look.waitedSeconds ?? 0
  const worst = cutOffs.some((one) => one.seconds === undefined)
    ? undefined
    : Math.max(...cutOffs.map((one) => one.seconds ?? 0))
  const limited =
    look.perClient !== undefined && 'stood' in look.perClient && look.perClient.stood < look.perClient.tried
  const what = `${kinds.join(' and ')} cut off after ${text(worst, waited)}`
  const [server] = serversOf(look.server)
  // nginx drops its idlest connections when it needs room, so mere hoarding fills it less.
  const capacity =
    server === undefined || (server === 'nginx' && scenario === 'hoarding') ? undefined : usualConnections[server]
  if (worst !== undefined && worst <= bars.shedSeconds) {
    const usual = server !== undefined && dropsByDefault.has(server) && worst > 5
    const perSecond = capacity === undefined || limited || !usual ? undefined : capacity / Math.max(1, worst)
    if (perSecond !== undefined && perSecond < easyPerSecond)
      return [
        {
          scenario,
          expected: 'falls',
          confidence: 0.55,
          because: `${what}, but ${server} usually holds about ${capacity} connections: ${Math.ceil(perSecond)} new ones a second keep it full.`,
        },
      ]
    return [
      {
        scenario,
        expected: 'withstands',
        confidence: limited ? 0.9 : 0.8,
        because: `${what}${limited ? ', and one client may hold few connections' : ''}.`,
      },
    ]
  }
  if (limited && scenario !== 'slow-read')
    return [
      {
        scenario,
        expected: 'withstands',
        confidence: 0.65,
        because: `${what}, but one client may hold few connections.`,
      },
    ]
  if (worst === undefined && waited < bars.shedSeconds)
    return [{ scenario, expected: 'holds', confidence: 0.5, because: `${what}; the wait was too short to tell.` }]
  const small = capacity !== undefined
  // Of the servers of bench/resilience/truth.bench.ts whose descriptors nobody knew, about two in three held.
  return [
    {
      scenario,
      expected: small ? 'falls' : 'holds',
      confidence: small ? 0.7 : 0.6,
      because: `${what}, and no limit for one client was seen${small ? `; ${server} holds few connections unless told otherwise` : '; how many it can hold hangs on its file descriptors (1,024 are too few) and memory, which cannot be seen from outside'}.`,
    },
  ]
}

function floods(look: Look): Prediction[] {
  const predictions: Prediction[] = []
  const ratio = look.cost?.ratio
  const refused = new Set(look.rates?.filter((rate) => rate.refusedAt !== undefined).map((rate) => rate.page))
  if (ratio === undefined) return []
  const dear = ratio > bars.costRatio
  const judge = (scenario: ScenarioName, limited: boolean, cached: boolean): Prediction => {
    if (cached) return { scenario, expected: 'withstands', confidence: 0.7, because: 'A cache answers.' }
    if (limited)
      return { scenario, expected: 'withstands', confidence: 0.7, because: 'Requests are refused after a few.' }
    return dear
      ? {
          scenario,
          expected: ratio > 100 ? 'falls' : 'holds',
          confidence: 0.55,
          because: `A request costs the server about ${ratio} times what it costs the attacker, and none was refused.`,
        }
      : {
          scenario,
          expected: 'withstands',
          confidence: 0.6,
          because: `A request costs the server only about ${ratio} times what it costs the attacker.`,
        }
  }
  const any = refused.size > 0
  // Several kinds of page share one limit: it will also meet the page that was asked while it had room.
  const general = refused.size >= 2
  predictions.push({
    scenario: 'flood-static',
    expected: 'withstands',
    confidence: 0.8,
    because: 'Files cost the server next to nothing.',
  })
  predictions.push(judge('flood-dear', any, look.caching.page), judge('flood-cache-busting', any, look.caching.busted))
  if (look.rates?.some((rate) => rate.page === 'search'))
    predictions.push(judge('flood-search', refused.has('search') || general, false))
  if (look.rates?.some((rate) => rate.page === 'login'))
    predictions.push(judge('flood-login', refused.has('login') || general, false))
  if (look.versions.http2) predictions.push({ ...judge('http2-multiplex', any, look.caching.page), confidence: 0.5 })
  return predictions
}

function frames(scenario: ScenarioName, seen: Look['rapidReset'], what: string): Prediction[] {
  if (seen === undefined) return []
  return seen.ended
    ? [
        {
          scenario,
          expected: 'withstands',
          confidence: 0.85,
          because: `The server ended the connection within ${seen.frames} ${what}.`,
        },
      ]
    : [
        {
          scenario,
          expected: 'holds',
          confidence: 0.7,
          because: `The server took ${seen.frames} ${what} and did not end the connection.`,
        },
      ]
}

/** A rehearsal dribbles every 10 s: where silence is cut off sooner than that, its dribbles come too late to count. */
function dribbledOr(look: Look, kind: 'header' | 'body'): Kind[] {
  const silent = look.cutOffs?.find((one) => one.kind === kind)?.seconds
  return silent !== undefined && silent < 10 ? [kind] : [`${kind} dribbled`]
}

/** What a rehearsal would say, from the harmless look alone, scenario by scenario; nothing where the look says nothing. Pure. */
export function predict(look: Look): Prediction[] {
  return [
    ...slow(look, 'slow-headers', dribbledOr(look, 'header')),
    ...slow(look, 'slow-body', dribbledOr(look, 'body')),
    ...slow(look, 'slow-read', ['reader']),
    ...slow(look, 'hoarding', ['idle', 'keep-alive']),
    ...floods(look),
    ...frames('http2-rapid-reset', look.rapidReset, 'opened and reset streams'),
    ...frames('http2-continuation', look.continuation, 'pieces of one header'),
  ]
}
