import type { Verb } from '../../../core/area.ts'
import { answerOptions, stateOption } from '../../../core/options.ts'
import { experimentOf, outcomeByVariant } from '../outcome/outcome.ts'
import { readPeople } from '../outcome/read-people.ts'
import { answer, campaignOf, withRooms } from './common.ts'

const percent = (share: number | undefined): string => (share === undefined ? '–' : `${(100 * share).toFixed(1)}%`)

/** `notices outcome CAMPAIGN`: what came of it, by variant, and of an experiment. */
export const outcomeVerb: Verb = {
  summary: 'Show what came of a campaign by variant: changed, days to change, bounces, complaints; and the experiment',
  arguments: ['[campaign]'],
  options: [stateOption, ...answerOptions],
  run: ([id], options, io) =>
    withRooms(options, io, ({ book, queue }) => {
      const campaign = campaignOf(queue, typeof id === 'string' ? id : undefined)
      const { people, holdDays } = readPeople(queue, book.db, campaign.id)
      const variants = outcomeByVariant(people)
      const experiment = holdDays === undefined ? undefined : experimentOf(people, holdDays, io.now())
      answer(options, io, { campaign: campaign.id, variants, ...(experiment && { experiment }) }, [
        ...variants.map(
          (item) =>
            `${item.variant}: ${item.sent} of ${item.customers} sent, ${item.bounced} bounced, ${item.complaints} complained; ${item.changed} (${percent(item.changedShare)}) changed the password${item.medianDaysToChange === undefined ? '' : `, half of them within ${item.medianDaysToChange.toFixed(1)} days`}.`,
        ),
        ...(experiment === undefined
          ? []
          : [
              `Within ${experiment.days} days ${percent(experiment.told.changed / experiment.told.customers)} of ${experiment.told.customers} who were told changed it, and ${percent(experiment.held.changed / experiment.held.customers)} of ${experiment.held.customers} who were not yet told: the notice brought ${percent(experiment.difference)} (95% sure: between ${percent(experiment.low)} and ${percent(experiment.high)}).${experiment.over ? '' : ' The days are not over yet.'}`,
            ]),
      ])
      return 0
    }),
}
