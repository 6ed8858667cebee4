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
const period = periodOf(undefined, undefined)
const result = await compareRuleSets(events, liveRules(dir), parseRuleFile(draft, 'draft'), never, period)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
parentPort?.postMessage(result)
