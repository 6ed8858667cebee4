// Ledger and verdicts beside a ceiling in the same run: node bench/foundation.bench.ts
import { generateKeyPairSync, hash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { areas } from '../src/areas/registry.ts'
import { signerFrom } from '../src/audit/keys.ts'
import { append, readHead, readRows } from '../src/audit/ledger.ts'
import { answerAll } from '../src/audit/past.ts'
import { verifyLedger } from '../src/audit/verify-ledger.ts'
import { defineFact, observed } from '../src/core/fact.ts'
import { roadmap } from '../src/core/roadmap.ts'
import { gainPerPoint, scoreOf } from '../src/core/score.ts'
import { shopSchema } from '../src/core/shop.ts'
import { EvidenceView } from '../src/core/view.ts'
import { openStore } from '../src/store/database.ts'
import { pageFact } from '../src/areas/payment/schema.ts'
import { z } from 'zod'

const now = new Date('2026-01-01T00:00:00Z')
const signer = signerFrom(generateKeyPairSync('ed25519').privateKey)
const store = await openStore(process.env['DATABASE_URL'] ?? join(mkdtempSync(join(tmpdir(), 'sw-bench-')), 'store.db'))
const shop = `bench ${process.pid}`
const fact = defineFact('patches', 'bench', z.object({ text: z.string() }), 30)
const evidence = Array.from({ length: 1000 }, (_, index) =>
  observed(
    { fact, subject: `host ${index}`, probe: { id: 'patches/bench', version: '1' }, observedAt: now },
    { text: 'x'.repeat(300) },
  ),
)

async function timed(name: string, count: number, work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  const rate = count / ((performance.now() - started) / 1000)
  console.log(`${name.padEnd(34)} ${Math.round(rate).toLocaleString('en')}/s`)
  return rate
}

const rounds = 100
await timed(`append, ${rounds} batches of 1,000 (${store.kind})`, rounds * 1000, async () => {
  for (let round = 0; round < rounds; round++)
    await append(
      store,
      signer,
      shop,
      evidence.map((body) => ({ kind: 'evidence' as const, body })),
      now,
    )
})
const verify = await timed('verify', rounds * 1000, async () => {
  const check = await verifyLedger(readRows(store, shop), await readHead(store, shop), signer.publicKey)
  if (check.faults.length > 0) throw new Error('the ledger is broken')
})
const text = JSON.stringify(evidence[0])
const bare = await timed('ceiling: SHA-256 of the same text', 100_000, () => {
  for (let index = 0; index < 100_000; index++) hash('sha256', text, 'hex')
})
console.log(`verify reaches ${(verify / bare).toFixed(2)} of the bare hash rate`)

const many = Array.from({ length: 10_000 }, (_, index) =>
  observed(
    {
      fact: pageFact,
      subject: `https://shop.example/${index}`,
      probe: { id: 'payment/bench', version: '1' },
      observedAt: now,
    },
    {
      status: 200,
      secure: true,
      headers: {},
      cookies: [],
      scripts: [],
      frames: [],
      mixedContent: [],
      cardFields: [],
      providers: [],
    },
  ),
)
const started = performance.now()
const view = new EvidenceView(many, now)
const answers = answerAll(
  areas.map((area) => area.question),
  view,
  shopSchema.parse({ name: 'A' }),
  { attestations: [], waivers: [] },
)
scoreOf(answers)
roadmap(answers, gainPerPoint(answers), now)
console.log(`verdicts, score and roadmap of 10,000 records: ${Math.round(performance.now() - started)} ms`)
await store.close()
