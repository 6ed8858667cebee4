// Reads with much in the store: findings, audits. p99 of each route, one caller and eight at once, beside a route that reads nothing.
// [DATABASE_URL=postgres://…] node bench/server/reads.bench.ts [findings] [audits]
import { loadavg } from 'node:os'
import { type Client, firstOwner, someShop, startTestServer } from '../../test/helpers/server.ts'
import { countFindings } from '../../src/server/findings/count.ts'
import { SEVERITIES } from '../../src/core/severity.ts'

const findings = Number(process.argv[2] ?? 1_000_000)
const audits = Number(process.argv[3] ?? 200)
const databaseUrl = process.env['DATABASE_URL']
const server = await startTestServer({ settings: { jobs: 0 }, ...(databaseUrl !== undefined && { databaseUrl }) })
const owner = await firstOwner(server)
const shop = await someShop(owner)
const { db } = server.house.workspace.store

const body = JSON.stringify({
  area: 'code',
  rule: 'code/sql-injection',
  title: 'Foreign data becomes part of a database command',
  message: 'm'.repeat(300),
  severity: 'high',
  confidence: 'high',
  cwe: [89],
  advisories: [],
  location: { uri: 'src/a.php', line: 1, snippet: 's'.repeat(120) },
  trace: [],
  fingerprint: 'x',
  remedy: 'r'.repeat(200),
})
const began = performance.now()
for (let at = 0; at < findings; at += 500)
  await db
    .insertInto('finding')
    .values(
      Array.from({ length: Math.min(500, findings - at) }, (_, n) => {
        const index = at + n
        const rank = [0, 1, 1, 2, 2, 2, 3, 3, 4, 4][index % 10] ?? 2
        return {
          shop,
          fingerprint: `f${String(index).padStart(8, '0')}`,
          area: index % 3 === 0 ? 'code' : 'malware',
          rule: `code/rule-${index % 40}`,
          severity: SEVERITIES[rank] ?? 'info',
          rank,
          confidence: 'high',
          title: `Finding ${index}`,
          place: `src/dir${index % 500}/file${index % 5000}.php`,
          line: index % 900,
          body,
          first_seen: '2026-01-01',
          last_seen: '2026-11-01',
          last_audit: 'a',
          state: index % 50 === 0 ? 'suppressed' : 'open',
        }
      }),
    )
    .execute()
const summary = JSON.stringify({
  format: 'shopwarden-report/1',
  version: '0',
  shop: { name: 'x' },
  startedAt: '2026-11-01T00:00:00Z',
  finishedAt: '2026-11-01T00:00:00Z',
  score: { score: 50, sum: 50, weight: 100, coverage: 80, measuredCoverage: 70, gates: [], lines: [] },
  answers: [],
  roadmap: [],
  trend: [],
  evidence: [],
  runs: [],
  interrupted: false,
  findings: { total: 0, bySeverity: {} },
})
for (let n = 0; n < audits; n++)
  await db
    .insertInto('audit')
    .values({
      id: `job_${n}`,
      shop,
      finished_at: new Date(1.7e12 + n * 86_400_000).toISOString(),
      score: n % 100,
      coverage: 80,
      summary,
    })
    .execute()
await countFindings(server.house.workspace.store, shop)
const filled = (performance.now() - began) / 1000

// Filling did not let the loop turn: connections that were kept open meanwhile have run out.
await new Promise((resolve) => setTimeout(resolve, 2000))

const percentile = (times: number[], share: number) =>
  times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0

async function measure(path: string, client: Client, atOnce: number, count: number) {
  const times: number[] = []
  let left = count
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) {
        const start = performance.now()
        const { status } = await client.get(path)
        if (status !== 200) throw new Error(`${path}: ${status}`)
        times.push(performance.now() - start)
      }
    }),
  )
  return { p50: Number(percentile(times, 0.5).toFixed(1)), p99: Number(percentile(times, 0.99).toFixed(1)) }
}

let cursor: string | undefined
for (let page = 0; page < 40; page++)
  cursor = (await owner.get(`/shops/${shop}/findings?limit=500${cursor ? `&cursor=${cursor}` : ''}`)).body.next
const paths = {
  'nothing read (health)': '/../../health',
  session: '/session',
  shops: '/shops',
  'findings, first page': `/shops/${shop}/findings?limit=50`,
  'findings, page 400': `/shops/${shop}/findings?limit=50&cursor=${cursor}`,
  'findings of an area': `/shops/${shop}/findings?limit=50&area=code&severity=high`,
  'findings suppressed': `/shops/${shop}/findings?limit=50&state=suppressed`,
  'one finding': `/shops/${shop}/findings/f${String(Math.floor(findings / 2)).padStart(8, '0')}`,
  audits: `/shops/${shop}/audits?limit=50`,
  'latest audit': `/shops/${shop}/audits/latest`,
  'findings searched (rare word)': `/shops/${shop}/findings?limit=50&search=file4321.php`,
  'findings searched (word of 2,000)': `/shops/${shop}/findings?limit=50&search=dir321%2F`,
  'findings searched (word of all)': `/shops/${shop}/findings?limit=50&search=file`,
  'findings searched (no hit)': `/shops/${shop}/findings?limit=50&search=nowhere.php`,
  'findings grouped by rule': `/shops/${shop}/findings-groups?by=rule`,
}
const rows = []
for (const [name, path] of Object.entries(paths)) {
  const one = await measure(path, owner, 1, 400)
  const eight = await measure(path, owner, 8, 800)
  rows.push({ name, one, eight })
  console.log(JSON.stringify({ name, one, eight }))
}
console.log(
  JSON.stringify({
    database: databaseUrl === undefined ? 'SQLite' : 'PostgreSQL',
    load: loadavg()[0],
    findings,
    audits,
    filledSeconds: Math.round(filled),
    memory: Math.round(process.memoryUsage.rss() / 1e6),
  }),
)
await server.stop()
