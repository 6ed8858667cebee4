import type { AreaCommand } from '../../core/area.ts'
import { backtestVerb } from './cli/backtest.ts'
import { casesVerb } from './cli/cases.ts'
import { learnVerb } from './cli/learn.ts'
import { linksVerb } from './cli/links.ts'
import { matchVerb } from './cli/match.ts'
import { outcomesVerb } from './cli/outcomes.ts'
import { ratesVerb } from './cli/rates.ts'
import { replayVerb } from './cli/replay.ts'
import { reportVerb } from './cli/report.ts'
import { rulesVerb } from './cli/rules.ts'
import { serveVerb } from './cli/serve.ts'

/** `shopwarden fraud …` */
export const command: AreaCommand = {
  summary: 'Suspicious activity: replay the past, try rules, decide on live events, learn, report, follow links',
  verbs: {
    replay: replayVerb,
    backtest: backtestVerb,
    match: matchVerb,
    rates: ratesVerb,
    rules: rulesVerb,
    learn: learnVerb,
    report: reportVerb,
    outcomes: outcomesVerb,
    links: linksVerb,
    serve: serveVerb,
    cases: casesVerb,
  },
}
