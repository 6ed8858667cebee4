import type { AreaCommand } from '../../core/area.ts'
import { adviseVerb, deadlinesVerb, qualifyVerb, ratiosVerb } from './cli/analysis.ts'
import { answerVerb, icsVerb, openVerb, packVerb, submitVerb, takeVerb } from './cli/cases.ts'
import { descriptorVerb, insightsVerb, labelsVerb } from './cli/loop.ts'
import {
  completenessVerb,
  evidenceVerb,
  forgetVerb,
  importVerb,
  retainVerb,
  shipVerb,
  trackVerb,
} from './cli/orders.ts'
import { remindVerb } from './cli/remind.ts'
import { serveVerb } from './cli/serve.ts'

/** `shopwarden disputes …` */
export const command: AreaCommand = {
  summary: 'Chargebacks: keep what wins them for each order, answer them in time, watch the ratios',
  verbs: {
    import: importVerb,
    ship: shipVerb,
    track: trackVerb,
    evidence: evidenceVerb,
    completeness: completenessVerb,
    take: takeVerb,
    open: openVerb,
    qualify: qualifyVerb,
    advise: adviseVerb,
    pack: packVerb,
    answer: answerVerb,
    submit: submitVerb,
    deadlines: deadlinesVerb,
    ics: icsVerb,
    remind: remindVerb,
    ratios: ratiosVerb,
    serve: serveVerb,
    labels: labelsVerb,
    insights: insightsVerb,
    descriptor: descriptorVerb,
    forget: forgetVerb,
    retain: retainVerb,
  },
}
