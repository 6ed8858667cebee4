import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const path = (dir: string): string => join(dir, 'STOP')

/** The kill switch: a file that a sender looks for before every message. */
export function stopSending(dir: string, why: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  writeFileSync(path(dir), why)
}

/** Why nothing may be sent now, or undefined. */
export const whyStopped = (dir: string): string | undefined =>
  existsSync(path(dir)) ? readFileSync(path(dir), 'utf8') || 'the kill switch is set' : undefined

export const resumeSending = (dir: string): void => rmSync(path(dir), { force: true })
