import { crc32 } from 'node:zlib'
import type { Decision, Outcome } from '../decide/decider.ts'
import type { FraudEvent } from '../events/schema.ts'

/** One line of the guard's log: an event as it was accepted, and what was decided. */
export interface LogRecord {
  /** Counts from 1 without gaps. */
  n: number
  storedAt: string
  event: FraudEvent
  /** Missing for labels. */
  decision?: Decision
  /** What a draft in shadow mode would have decided. */
  shadow?: { rules: string; outcome: Outcome; score: number }
}

/** A record whose event and decision are JSON already. */
export interface RecordParts extends Pick<LogRecord, 'n' | 'storedAt'> {
  event: string
  decision: string | undefined
  shadow?: LogRecord['shadow'] | undefined
}

/** A line: checksum (CRC-32, hex), space, JSON, line feed. */
export function encodeRecord({ n, storedAt, event, decision, shadow }: RecordParts): string {
  const decided = decision === undefined ? '' : `,"decision":${decision}`
  const beside = shadow === undefined ? '' : `,"shadow":${JSON.stringify(shadow)}`
  const json = `{"n":${n},"storedAt":"${storedAt}","event":${event}${decided}${beside}}`
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

/** The record of a line without its line feed; undefined where the line is torn or damaged. */
export function decodeRecord(line: string): LogRecord | undefined {
  if (line.length < 10 || line[8] !== ' ') return undefined
  const json = line.slice(9)
  if (crc32(json) !== Number.parseInt(line.slice(0, 8), 16)) return undefined
  return JSON.parse(json) as LogRecord
}
