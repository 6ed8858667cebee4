import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { writeAtomically } from '../../../store/files.ts'
import type { By } from '../versions/store.ts'
import { type Scorecard, scorecardSchema, useful } from './scorecard.ts'

const stateSchema = z.object({
  /** Version in force; missing where the rules decide alone. */
  live: z.string().optional(),
  history: z
    .array(
      z.object({
        at: z.string(),
        by: z.string(),
        action: z.enum(['train', 'promote', 'rollback']),
        version: z.string(),
      }),
    )
    .default([]),
})
export type ModelState = z.infer<typeof stateSchema>

const statePath = (dir: string) => join(dir, 'models', 'state.json')
const cardPath = (dir: string, version: string) => join(dir, 'models', `${version}.json`)

export function readModels(dir: string): ModelState {
  return existsSync(statePath(dir))
    ? stateSchema.parse(JSON.parse(readFileSync(statePath(dir), 'utf8')))
    : { history: [] }
}

/** @throws SW_FRAUD_MODEL where there is none of that version */
export function readModel(dir: string, version: string): Scorecard {
  const path = cardPath(dir, version)
  if (!/^[0-9a-f]{12}$/.test(version) || !existsSync(path))
    throw new ShopwardenError('SW_FRAUD_MODEL', 'There is no learned score of that version', {
      fix: '"shopwarden fraud learn list" names those there are.',
    })
  return scorecardSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
}

/** The scorecard in force; undefined where the rules decide alone. */
export function liveModel(dir: string): Scorecard | undefined {
  const { live } = readModels(dir)
  return live === undefined ? undefined : readModel(dir, live)
}

function write(dir: string, state: ModelState): void {
  writeAtomically(statePath(dir), JSON.stringify(state, null, 2))
}

/** Keeps a scorecard without putting it in force. */
export function keepModel(dir: string, card: Scorecard, who: By): void {
  writeAtomically(cardPath(dir, card.version), JSON.stringify(card))
  const state = readModels(dir)
  write(dir, { ...state, history: [...state.history, { ...who, action: 'train', version: card.version }] })
}

/** @throws SW_FRAUD_MODEL where it is not known, or forecast its own newest quarter no better than the share of fraud would */
export function promoteModel(dir: string, version: string, who: By): void {
  if (!useful(readModel(dir, version)))
    throw new ShopwardenError(
      'SW_FRAUD_MODEL',
      'This learned score forecast no better than always saying the share of fraud',
      {
        where: version,
        fix: 'Let the rules decide alone, and train again once more labels are known.',
      },
    )
  const state = readModels(dir)
  write(dir, { live: version, history: [...state.history, { ...who, action: 'promote', version }] })
}

/** Goes back to the scorecard before, or to none. @returns the version now in force */
export function rollbackModel(dir: string, who: By): string | undefined {
  const state = readModels(dir)
  const inForce: (string | undefined)[] = [undefined]
  for (const item of state.history) {
    if (item.action === 'promote') inForce.push(item.version)
    if (item.action === 'rollback') inForce.pop()
  }
  if (inForce.length < 2)
    throw new ShopwardenError('SW_FRAUD_MODEL', 'No learned score is in force', { fix: 'The rules decide alone.' })
  const gone = inForce.pop() as string
  const live = inForce.at(-1)
  write(dir, {
    ...(live !== undefined && { live }),
    history: [...state.history, { ...who, action: 'rollback', version: gone }],
  })
  return live
}
