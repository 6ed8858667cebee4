import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../../../store/files.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { makeRuleSet, type RuleSet } from '../decide/rule-set.ts'
import { mustBeTwo } from './four-eyes.ts'
import { parseRuleFile } from '../rules/file.ts'

const stateSchema = z.object({
  /** Version in force; undefined is the built-in one. */
  live: z.string().optional(),
  /** Version that decides beside it without effect. */
  shadow: z.string().optional(),
  history: z
    .array(
      z.object({
        at: z.string(),
        by: z.string(),
        /** Stable id of who acted, where names are not: on the server. */
        id: z.string().optional(),
        action: z.enum(['shadow', 'promote', 'rollback']),
        version: z.string(),
      }),
    )
    .default([]),
})
export type VersionState = z.infer<typeof stateSchema>

const folder = (dir: string) => join(dir, 'rules')
const statePath = (dir: string) => join(folder(dir), 'state.json')
const textPath = (dir: string, version: string) => join(folder(dir), `${version}.yaml`)

export function readVersions(dir: string): VersionState {
  return existsSync(statePath(dir))
    ? stateSchema.parse(JSON.parse(readFileSync(statePath(dir), 'utf8')))
    : { history: [] }
}

function write(dir: string, state: VersionState): void {
  writeAtomically(statePath(dir), JSON.stringify(state, null, 2))
}

/** Keeps a version under the hash of its text, after checking it whole. @throws SW_FRAUD_RULES, SW_FRAUD_RULE. */
function keep(dir: string, text: string): string {
  parseRuleFile(text, 'rules')
  const version = createHash('sha256').update(text).digest('hex').slice(0, 12)
  mkdirSync(folder(dir), { recursive: true, mode: 0o700 })
  if (!existsSync(textPath(dir, version))) appendFileSync(textPath(dir, version), text, { mode: 0o600, flush: true })
  return version
}

export function versionRules(dir: string, version: string | undefined): RuleSet {
  if (version === undefined || version === 'built-in') return makeRuleSet()
  return { ...parseRuleFile(readFileSync(textPath(dir, version), 'utf8'), version), version }
}

/** The rules in force in a guard's folder. */
export const liveRules = (dir: string) => versionRules(dir, readVersions(dir).live)

export interface By {
  at: string
  by: string
  /** Stable id of who acts; four eyes compare it where there is one. */
  id?: string
}

/** Lets a draft decide beside the live rules, without effect. */
export function shadow(dir: string, text: string, who: By): string {
  const version = keep(dir, text)
  const state = readVersions(dir)
  write(dir, { ...state, shadow: version, history: [...state.history, { ...who, action: 'shadow', version }] })
  return version
}

/** Puts a version in force: the shadow's, or a text's. @throws SW_FRAUD_VERSION, SW_FRAUD_FOUR_EYES */
export function promote(dir: string, text: string | undefined, who: By): string {
  const state = readVersions(dir)
  const version = text === undefined ? state.shadow : keep(dir, text)
  if (version === undefined)
    throw new ShopwardenError('SW_FRAUD_VERSION', 'There is no draft in shadow mode to promote', {
      fix: 'Run "shopwarden fraud rules shadow FILE" first, or name a file.',
    })
  const proposal = state.history.findLast((item) => item.action === 'shadow' && item.version === version)
  const proposer = text === undefined ? (proposal?.id ?? proposal?.by) : undefined
  mustBeTwo(versionRules(dir, state.live), versionRules(dir, version), proposer, who.id ?? who.by)
  const { shadow: _, ...rest } = state
  write(dir, { ...rest, live: version, history: [...state.history, { ...who, action: 'promote', version }] })
  return version
}

/** Goes back to the version in force before the last promotion. */
export function rollback(dir: string, who: By): string {
  const state = readVersions(dir)
  const inForce: string[] = ['built-in']
  for (const item of state.history) {
    if (item.action === 'promote') inForce.push(item.version)
    if (item.action === 'rollback') inForce.pop()
  }
  if (inForce.length < 2)
    throw new ShopwardenError('SW_FRAUD_VERSION', 'There is no earlier version to go back to', {
      fix: 'The built-in rules are in force.',
    })
  inForce.pop()
  const version = inForce.at(-1) as string
  write(dir, { ...state, live: version, history: [...state.history, { ...who, action: 'rollback', version }] })
  return version
}
