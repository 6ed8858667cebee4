import type { AreaCommand } from '../../core/area.ts'
import { confirmVerb, feedbackVerb, resumeVerb, statusVerb, stopVerb } from './verbs/afterwards.ts'
import { outcomeVerb } from './verbs/outcome.ts'
import { approveVerb, planVerb } from './verbs/plan.ts'
import { previewVerb } from './verbs/preview.ts'
import { serveVerb } from './verbs/serve.ts'
import { sendVerb } from './verbs/send.ts'

export const command: AreaCommand = {
  summary: 'tell customers calmly that they are in a leak, and follow up until the password is changed',
  verbs: {
    preview: previewVerb,
    plan: planVerb,
    approve: approveVerb,
    send: sendVerb,
    serve: serveVerb,
    feedback: feedbackVerb,
    confirm: confirmVerb,
    status: statusVerb,
    outcome: outcomeVerb,
    stop: stopVerb,
    resume: resumeVerb,
  },
}
