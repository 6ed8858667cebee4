import { parentPort, workerData } from 'node:worker_threads'
import { judgedEvents, periodOf } from '../history/stored.ts'
import { compareRuleSets } from '../report/compare.ts'
import { parseRuleFile } from '../rules/file.ts'
import { liveRules } from '../versions/store.ts'
import type { Asked } from './beside.ts'

const { dir, draft, matureDays, now } = workerData as Asked
const events = judgedEvents(dir, { now: new Date(now), matureDays, signal: new AbortController().signal })
// Labels are events of their own in a log, with their real delay.
const never = Number.POSITIVE_INFINITY
parentPort?.postMessage(
  await compareRuleSets(events, liveRules(dir), parseRuleFile(draft, 'draft'), never, periodOf(undefined, undefined)),
)
