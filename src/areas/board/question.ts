import { fromEach, no, partly, yes } from '../../core/judge.ts'
import type { Judgement, Question } from '../../core/question.ts'
import { backupFact } from './schema.ts'

const dayMs = 86_400_000
const open: Judgement = {
  verdict: 'unknown',
  because: 'Only a person can know this.',
  evidence: [],
  confidence: 0,
  fix: 'Answer with "shopwarden interview".',
}

/** What a board asks first, beside the thirteen. Reported, not scored. */
export const question: Question = {
  id: 'board',
  number: 0,
  asks: 'What a board asks first: backups, regular audits, agreements with providers',
  why: 'These decide how long the shop stands still when something goes wrong.',
  criteria: [
    {
      id: 'board.backups',
      asks: 'Is there a fresh backup?',
      points: 25,
      judge: fromEach(backupFact, 'Name the folder of the backups in shop.yaml.', (seen, now) => {
        const { newest, path } = seen.value
        if (newest === undefined) return no(seen, `There is no backup under ${path}.`, { urgency: 'act' })
        const days = Math.floor((now.getTime() - Date.parse(newest)) / dayMs)
        return days <= 2
          ? yes(seen, `The newest backup is ${days} days old.`)
          : no(seen, `The newest backup is ${days} days old.`)
      }),
      advice: {
        step: 'Back up database and files every day, to a place the shop cannot overwrite',
        how: "Use the hosting provider's snapshots and one copy elsewhere, encrypted.",
        effort: 'hours',
        owner: 'CTO',
      },
      attest: {
        ask: 'Is there a backup of database and files that is at most two days old, kept outside the server?',
        validDays: 90,
      },
    },
    {
      id: 'board.restore',
      asks: 'Was restoring a backup tried in the last half year?',
      points: 25,
      judge: fromEach(backupFact, 'Give restoreTested with the backups in shop.yaml.', (seen, now) => {
        const tested = seen.value.restoreTested
        if (tested === undefined) return { ...open, fix: 'Give restoreTested with the backups in shop.yaml.' }
        const days = Math.floor((now.getTime() - Date.parse(tested)) / dayMs)
        return days <= 183
          ? yes(seen, `A restore was tried on ${tested} (as stated in shop.yaml).`, { confidence: 0.6 })
          : partly(seen, `The last restore test was ${days} days ago.`)
      }),
      advice: {
        step: 'Restore a backup on a spare machine twice a year',
        how: 'Note how long it took and what was missing.',
        effort: 'hours',
        owner: 'CTO',
      },
      attest: { ask: 'Was a backup restored successfully within the last half year?', validDays: 183 },
    },
    {
      id: 'board.audits',
      asks: 'Are audits and monitoring regular?',
      points: 25,
      judge: () => open,
      advice: {
        step: 'Run this audit every week and read what changed',
        how: 'Put "shopwarden audit" on a schedule.',
        effort: 'minutes',
        owner: 'CTO',
      },
      attest: { ask: "Is the shop's security audited and monitored on a fixed schedule?", validDays: 365 },
    },
    {
      id: 'board.sla',
      asks: 'Do agreements with hosts and providers name response times?',
      points: 25,
      judge: () => open,
      advice: {
        step: 'Agree response times with hosting, payment and development providers',
        how: 'Ask for reaction within hours for security incidents, in writing.',
        effort: 'weeks',
        owner: 'COO',
      },
      attest: {
        ask: 'Do your contracts with hosting, payment and development providers name response times for security incidents?',
        validDays: 365,
      },
    },
  ],
}
