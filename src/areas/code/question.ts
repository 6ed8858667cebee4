import { fromEach, no, partly, unknown, unlessMissed, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { historyFact, importedFact, scanFact } from './schema.ts'

const giveSource = "Name the shop's source tree in shop.yaml: sources with a path, then audit again."
const examples = (list: readonly string[]) => (list.length > 0 ? ` (${list.slice(0, 3).join('; ')})` : '')

/** Question 4: is the shop's own code checked for holes? */
export const question: Question = {
  id: 'code',
  number: 4,
  asks: "Is the shop's own code, and that of its modules, checked for security holes, and are the holes closed?",
  why: 'Shops are broken into through a module or a change of their own far more often than through the platform itself.',
  criteria: [
    {
      id: 'code.checked',
      asks: 'Has the code been searched for security holes?',
      points: 25,
      judge: (view) => {
        const scans = view.all(scanFact)
        const other = view.latest(importedFact)
        const files = scans.reduce((sum, scan) => sum + scan.value.files, 0)
        if (files > 0) {
          const lines = scans.reduce((sum, scan) => sum + scan.value.lines, 0)
          return unlessMissed(view, scanFact, yes(scans, `${files} files with ${lines} lines were searched.`))
        }
        if (other) return yes(other, `A report of ${other.value.tool} was handed in.`, { confidence: 0.7 })
        if (scans.length > 0)
          return partly(scans, 'The folder that was named holds no code that can be searched.', { confidence: 0.4 })
        return unknown(view, scanFact, giveSource)
      },
      advice: {
        step: 'Search the code for holes',
        how: 'Run "shopwarden code scan DIR" on your own code and on every module you installed.',
        effort: 'minutes',
        owner: 'CTO',
      },
    },
    {
      id: 'code.holes',
      asks: 'Is the code free of serious holes?',
      points: 40,
      // No gate: reading code points at holes, it does not prove them. A proven one caps the score through the penetration test.
      judge: (view) => {
        const scans = view.all(scanFact)
        const other = view.latest(importedFact)
        if (scans.length === 0 && other) {
          return other.value.high > 0
            ? no(other, `The report of ${other.value.tool} names ${other.value.high} serious findings.`)
            : yes(other, `The report of ${other.value.tool} names no serious finding.`, { confidence: 0.6 })
        }
        if (scans.length === 0) return unknown(view, scanFact, giveSource)
        const sum = (...levels: ('critical' | 'high' | 'medium')[]) =>
          scans.reduce((total, scan) => total + levels.reduce((part, level) => part + scan.value.open[level], 0), 0)
        const serious = sum('critical', 'high')
        const named = examples(scans.flatMap((scan) => scan.value.examples))
        if (serious > 0)
          return no(scans, `Reading the code shows ${serious} serious holes that nobody has judged yet${named}.`, {
            urgency: sum('critical') > 0 ? 'act' : 'attend',
            confidence: 0.7,
          })
        const lesser = sum('medium')
        if (lesser > 0)
          return partly(scans, `No serious hole was found, ${lesser} lesser ones are open${named}.`, {
            confidence: 0.75,
          })
        if (scans.every((scan) => scan.value.files === 0))
          return partly(scans, 'There was no code to search.', { confidence: 0.3 })
        return unlessMissed(view, scanFact, yes(scans, 'No hole was found.', { confidence: 0.75 }))
      },
      advice: {
        step: 'Close the holes, the critical ones first',
        how: '"shopwarden code scan DIR" shows for each hole the way from the visitor to the place, and how to mend it. Update or remove a module whose maker does not.',
        effort: 'days',
        owner: 'CTO',
      },
    },
    {
      id: 'code.regular',
      asks: 'Is the code searched again with every change?',
      points: 15,
      judge: fromEach(historyFact, giveSource, (seen) => {
        const { daysScanned, windowDays, longestGapDays } = seen.value
        const figures = `Searched on ${daysScanned} of the last ${windowDays} days, longest gap ${Math.round(longestGapDays)} days`
        if (daysScanned >= 4 && longestGapDays <= 31) return yes(seen, `${figures}.`)
        return daysScanned >= 2 ? partly(seen, `${figures}.`) : no(seen, `${figures}.`)
      }),
      advice: {
        step: 'Search with every change',
        how: 'Put "shopwarden code scan DIR --baseline code-baseline.json --fail-on high" into the build: only new holes make it fail.',
        effort: 'hours',
        owner: 'CTO',
      },
      attest: { ask: 'Is every change to the code searched by a static analyser before it goes live?', validDays: 180 },
    },
    {
      id: 'code.age',
      asks: 'Are holes closed soon after they are found?',
      points: 10,
      judge: (view) => {
        const scans = view.all(scanFact).filter((scan) => scan.value.files > 0)
        if (scans.length === 0) return unknown(view, scanFact, giveSource)
        const oldest = Math.max(...scans.map((scan) => scan.value.oldestDays))
        if (oldest === 0) return yes(scans, 'No finding has been open for a day.', { confidence: 0.6 })
        const text = `The oldest open finding has been known for ${Math.round(oldest)} days.`
        return oldest > 90 ? no(scans, text) : oldest > 30 ? partly(scans, text) : yes(scans, text)
      },
      advice: {
        step: 'Give each finding an owner and a date',
        how: 'Close what is older than 30 days, or accept it in the code with "shopwarden-ignore RULE: the reason".',
        effort: 'days',
        owner: 'CTO',
      },
    },
    {
      id: 'code.coverage',
      asks: 'Does the search reach all of the code?',
      points: 10,
      judge: (view) => {
        const scans = view.all(scanFact)
        if (scans.length === 0) return unknown(view, scanFact, giveSource)
        const files = scans.reduce((sum, scan) => sum + scan.value.files, 0)
        const missed = scans.reduce((sum, scan) => sum + scan.value.notCovered, 0)
        if (files + missed === 0) return partly(scans, 'There was no code to search.', { confidence: 0.3 })
        if (missed === 0) return yes(scans, `All ${files} files were understood.`)
        const text = `${missed} of ${files + missed} files were not fully understood${examples(scans.flatMap((scan) => scan.value.notCoveredExamples))}.`
        return missed <= Math.max(2, files / 50) ? partly(scans, text) : no(scans, text)
      },
      advice: {
        step: 'Look at what could not be searched',
        how: '"shopwarden code scan DIR" lists each file that it could not read or understand; encrypted modules should be replaced.',
        effort: 'hours',
        owner: 'CTO',
      },
    },
  ],
}
