// Every route with requests made from its schema: no fault, no stack trace, no word of another client.
// node bench/server/fuzz.bench.ts [requests]
import { fuzz, operationsOf } from '../../test/helpers/fuzz.ts'
import { clientOf, firstOwner, goodPassword, someShop, startTestServer } from '../../test/helpers/server.ts'

const requests = Number(process.argv[2] ?? 100_000)
const server = await startTestServer({ settings: { jobs: 0 } })
const owner = await firstOwner(server)
const shop = await someShop(owner)
const { body } = await owner.post('/clients', { name: 'Other', owner: { name: 'F', email: 'f@foreign.example' } })
const stranger = clientOf(server)
await stranger.post('/welcome', { token: new URL(body.invitation.link).hash.slice(1), password: goodPassword })
const hidden = await someShop(stranger, 'FOREIGNWORD shop')
const operations = operationsOf((await owner.get('/openapi.json')).body).filter(
  (operation) => !operation.path.startsWith('/clients'),
)
const began = performance.now()
const result = await fuzz(owner, operations, {
  requests,
  seed: Number(process.argv[3] ?? 1),
  ids: [shop, hidden, 'job_x', 'client_first'],
  foreign: ['FOREIGNWORD', 'foreign.example'],
  atOnce: 16,
})
const seconds = (performance.now() - began) / 1000
const memory = Math.round(process.memoryUsage.rss() / 1e6)
console.log(JSON.stringify({ ...result, seconds: Math.round(seconds), routes: operations.length, memory }, null, 2))
await server.stop()
