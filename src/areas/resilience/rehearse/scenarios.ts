import type { Attack, Caps, ScenarioName } from '../load/plan.ts'
import { type ShopPages, slowReadOf } from '../pages.ts'
import type { Target } from '../target.ts'

export interface Limits {
  connections: number
  connectionsPerSecond: number
  requestsPerSecond: number
  bytes: number
  /** Longest time of one scenario. */
  seconds: number
}

/** How a scenario goes: which attacks run beside each other, at which levels, how long each. */
export interface Scenario {
  name: ScenarioName
  attacks: Attack[]
  /** Level of every attack, step by step; connections to hold or to ask on. */
  levels: number[]
  stepSeconds: number
  /** Watch how the server sheds after the last step. */
  watchesShedding: boolean
  /** Pages it needs, where they were not found. */
  missing?: string
}

export interface ScenarioInput {
  target: Target
  pages: ShopPages
  limits: Limits
  labOnly: boolean
  dribbleSeconds: number
  reopen: boolean
  websocketPath?: string | undefined
  http2: boolean
}

const graphqlDepth = 12
const graphqlTimes = 20

/**
 * A nested question asked many times under other names: what a server without limits on depth and size would have to
 * resolve. It grows with the schema, not with its power, so that one question does not bring a large shop down for minutes.
 */
export function deepQuery(depth: number, times: number): string {
  const one = `__schema{types{${'fields{type{'.repeat(depth)}name${'}}'.repeat(depth)}}}`
  return JSON.stringify({ query: `{${Array.from({ length: times }, (_, index) => `a${index}:${one}`).join(' ')}}` })
}

const floodLevels = [1, 2, 4, 8, 16, 32, 64]

/** What a scenario sends and to which page. Undefined page: it cannot be tested here, with the reason. */
function parts(name: ScenarioName, { pages, websocketPath, http2 }: ScenarioInput): Partial<Attack>[] | string {
  const dear = pages.product ?? pages.search ?? pages.home
  const socket = websocketPath ?? pages.websocket
  const busted = `${pages.home}${pages.home.includes('?') ? '&' : '?'}nocache={random}`
  switch (name) {
    case 'slow-headers':
    case 'slow-body':
      return [{ kind: 'hold', path: pages.home }]
    case 'hoarding':
      // A file, so that it is the connections that weigh, not the page.
      return [{ kind: 'hold', path: pages.asset ?? pages.home }]
    case 'slow-read': {
      const { path, times } = slowReadOf(pages)
      return [{ kind: 'hold', path, pipelined: times }]
    }
    case 'websocket-hoarding':
      return socket === undefined
        ? 'The start page names no WebSocket of its own; name it with --websocket PATH.'
        : [{ kind: 'hold', path: socket }]
    case 'flood-static':
      return pages.asset === undefined
        ? 'The start page names no style sheet, script or picture of its own.'
        : [{ kind: 'flood', path: pages.asset }]
    case 'flood-dear':
      return [{ kind: 'flood', path: dear.replaceAll('{random}', 'a') }]
    case 'flood-cache-busting':
      return [{ kind: 'flood', path: busted }]
    case 'flood-login':
      return pages.login === undefined
        ? 'No log-in page was found.'
        : [
            {
              kind: 'flood',
              method: 'POST',
              path: pages.login,
              body: 'email={random}%40shopwarden.invalid&username={random}&password={random}',
            },
          ]
    case 'flood-search':
      return pages.search === undefined ? 'No search was found.' : [{ kind: 'flood', path: pages.search }]
    case 'uploads':
      return [
        {
          kind: 'flood',
          method: 'POST',
          path: pages.home,
          contentType: 'application/octet-stream',
          body: 'x'.repeat(1_500_000),
        },
      ]
    case 'graphql-depth':
      return pages.graphql === undefined
        ? 'No GraphQL address answered at /graphql.'
        : [
            {
              kind: 'flood',
              method: 'POST',
              path: pages.graphql,
              contentType: 'application/json',
              body: deepQuery(graphqlDepth, graphqlTimes),
            },
          ]
    case 'http2-multiplex':
    case 'http2-rapid-reset':
    case 'http2-continuation':
      return !http2 ? 'The server does not speak HTTP/2 here.' : [{ kind: 'http2', path: pages.home }]
    case 'mixed':
      return [
        { kind: 'hold', scenario: 'slow-headers', path: pages.home },
        { kind: 'flood', scenario: 'flood-cache-busting', path: busted },
        ...(pages.search === undefined
          ? []
          : [{ kind: 'flood' as const, scenario: 'flood-search' as const, path: pages.search }]),
      ]
  }
}

export function planScenario(name: ScenarioName, input: ScenarioInput): Scenario {
  const { target, limits, labOnly, dribbleSeconds, reopen } = input
  const caps: Caps = limits
  const made = parts(name, input)
  const base = { target, scenario: name, method: 'GET' as const, dribbleSeconds, reopen, caps, labOnly, pipelined: 100 }
  const attacks =
    typeof made === 'string' ? [] : made.map((part) => ({ ...base, kind: 'hold' as const, path: '/', ...part }))
  const kind = attacks[0]?.kind ?? 'hold'
  const rampSeconds = Math.ceil(limits.connections / limits.connectionsPerSecond)
  const levels =
    kind === 'hold'
      ? [limits.connections]
      : name === 'uploads'
        ? [1, 4, 8]
        : kind === 'flood'
          ? floodLevels.filter((level) => level <= limits.connections)
          : [1, 4, 16].filter((level) => level <= limits.connections)
  return {
    name,
    attacks,
    levels,
    stepSeconds: kind === 'hold' ? rampSeconds + 1 : 4,
    watchesShedding: kind === 'hold' && name !== 'mixed',
    ...(typeof made === 'string' && { missing: made }),
  }
}

/** Level of each attack in a mixed scenario: floods take few connections beside the held ones. */
export const levelFor = (attack: Attack, scenario: Scenario, level: number): number =>
  scenario.name === 'mixed' && attack.kind === 'flood' ? Math.min(16, level) : level
