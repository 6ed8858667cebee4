import type { Answer } from './answer.ts'
import type { AreaName } from './areas.ts'

/** What each question weighs in the whole, by the harm its failure does to a shop. They sum to 100. */
export const WEIGHTS: Readonly<Record<AreaName, number>> = {
  payment: 12,
  resilience: 6,
  pentest: 8,
  code: 9,
  platform: 9,
  patches: 9,
  fraud: 9,
  disputes: 6,
  screening: 4,
  malware: 10,
  passwords: 8,
  leaks: 5,
  notices: 5,
}

/** With a red gate open, the score cannot rise above this. */
export const GATE_CAP = 49

/** One line of the arithmetic, as it is shown. */
export interface ScoreLine {
  question: string
  number: number
  weight: number
  earned: number
  possible: number
  /** weight × earned / possible */
  contributes: number
}

export interface Score {
  /** 0 to 100, after gates, rounded down: no rounding up to a better mark. */
  score: number
  /** The sum of the lines before gates. */
  sum: number
  /** Weights of the questions that apply: what `sum` is divided by. */
  weight: number
  /** Share of the weighted points whose verdict is known, 0 to 100. */
  coverage: number
  /** The part of the coverage that rests on measurement, 0 to 100. */
  measuredCoverage: number
  /** Criteria that cap the score. */
  gates: { criterion: string; because: string }[]
  lines: ScoreLine[]
}

/** What one point of a question is worth in the whole score of 100. */
export function gainPerPoint(answers: readonly Answer[]): (answer: Answer) => number {
  const weight = totalWeight(answers)
  return (answer) =>
    answer.points.possible === 0 || weight === 0 ? 0 : (100 * weightOf(answer)) / weight / answer.points.possible
}

/** Weight of a question in the whole; 0 for those that are reported unscored. */
function weightOf(answer: Answer): number {
  return (WEIGHTS as Record<string, number>)[answer.question] ?? 0
}

function totalWeight(answers: readonly Answer[]): number {
  return answers.reduce((total, answer) => total + (answer.points.possible > 0 ? weightOf(answer) : 0), 0)
}

/** The score with its arithmetic. Unknown earns nothing; red gates beat the average. Pure. */
export function scoreOf(answers: readonly Answer[]): Score {
  const counted = answers.filter((answer) => answer.points.possible > 0 && weightOf(answer) > 0)
  const weight = totalWeight(answers)
  const lines = counted.map((answer) => ({
    question: answer.question,
    number: answer.number,
    weight: weightOf(answer),
    earned: answer.points.earned,
    possible: answer.points.possible,
    contributes: (weightOf(answer) * answer.points.earned) / answer.points.possible,
  }))
  const weighted = (points: (answer: Answer) => number) =>
    weight === 0
      ? 0
      : (100 *
          counted.reduce((total, answer) => total + (weightOf(answer) * points(answer)) / answer.points.possible, 0)) /
        weight
  const sum = lines.reduce((total, line) => total + line.contributes, 0)
  const gates = counted.flatMap((answer) =>
    answer.criteria
      .filter((item) => item.gate && item.verdict === 'no')
      .map((item) => ({ criterion: item.id, because: item.because })),
  )
  const plain = weight === 0 ? 0 : Math.floor((100 * sum) / weight + 1e-9)
  return {
    score: gates.length > 0 ? Math.min(plain, GATE_CAP) : plain,
    sum,
    weight,
    coverage: Math.floor(weighted((answer) => answer.points.known)),
    measuredCoverage: Math.floor(weighted((answer) => answer.points.measured)),
    gates,
    lines,
  }
}
