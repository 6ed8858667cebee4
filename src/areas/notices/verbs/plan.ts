import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, stateOption, wholeNumber } from '../../../core/options.ts'
import { planCampaign } from '../queue/plan.ts'
import { answer, campaignOf, readBrand, text, withRooms } from './common.ts'

const by = { flags: '--by <name>', description: 'your name' }

const nameOf = (given: string | undefined): string => {
  const name = given?.trim() ?? ''
  if (name !== '' && name.length <= 100) return name
  throw new ShopwardenError('SW_NOTICES_WHO', 'It must be recorded who does this', { fix: 'Add --by "Your Name".' })
}

/** `notices plan`: gathers who is to be told. Sends nothing. */
export const planVerb: Verb = {
  summary: 'Gather the customers who are to be told, one notice each; sends nothing',
  options: [
    by,
    { flags: '--brand <file>', description: 'brand file (default brand.yaml)' },
    {
      flags: '--hold-out <percent>',
      description: 'experiment: tell so many of a hundred later (never the urgent ones)',
    },
    { flags: '--hold-days <days>', description: 'how much later', default: '5' },
    stateOption,
    ...answerOptions,
  ],
  run: (_args, options, io) =>
    withRooms(options, io, ({ book, queue }) => {
      const brand = readBrand(options, io)
      const percent = options['holdOut'] === undefined ? undefined : wholeNumber(options, 'holdOut', 10)
      if (percent !== undefined && percent > 50)
        throw new ShopwardenError('SW_NOTICES_HOLD_OUT', 'More than half would be told late', {
          fix: 'Hold back at most 50 of 100; 10 is enough for thousands of customers.',
        })
      const holdOut = percent === undefined ? undefined : { percent, days: wholeNumber(options, 'holdDays', 5) }
      const plan = planCampaign({ book, queue, brand, by: nameOf(text(options, 'by')), now: io.now(), holdOut })
      const { leftOut, byVariant } = plan
      answer(options, io, plan, [
        plan.campaign === undefined
          ? 'There is nobody to tell.'
          : `${plan.customers} customers are to be told (${byVariant.shop} urgently, ${byVariant.password} about a password, ${byVariant.address} about their address).`,
        ...(plan.held > 0
          ? [`${plan.held} of them by lot ${holdOut?.days} days later: "notices outcome" compares.`]
          : []),
        ...(plan.words > 120
          ? [`The longest form has ${plan.words} words, more than 120: a shorter name of the shop helps.`]
          : []),
        ...(leftOut.toldLately > 0
          ? [`${leftOut.toldLately} were told of something in the last 30 days and wait for the next digest.`]
          : []),
        ...(leftOut.suppressed > 0 ? [`${leftOut.suppressed} bounced or complained before and are left out.`] : []),
        ...(leftOut.withoutContact > 0
          ? [`${leftOut.withoutContact} cannot be written to: no contact data is kept.`]
          : []),
        ...(plan.campaign === undefined
          ? []
          : [`Next, by another person: shopwarden notices approve ${plan.campaign} --by NAME`]),
      ])
      return 0
    }),
}

/** `notices approve CAMPAIGN`: by another person than the one who planned it. */
export const approveVerb: Verb = {
  summary: 'Approve a planned campaign; must be another person than the one who planned it',
  arguments: ['[campaign]'],
  options: [by, stateOption, ...answerOptions],
  run: ([id], options, io) =>
    withRooms(options, io, ({ queue }) => {
      const campaign = campaignOf(queue, typeof id === 'string' ? id : undefined)
      const name = nameOf(text(options, 'by'))
      const plain = (person: string) => person.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
      if (plain(name) === plain(campaign.created_by))
        throw new ShopwardenError('SW_NOTICES_SAME_PERSON', `${campaign.created_by} planned this campaign`, {
          where: campaign.id,
          fix: 'Ask somebody else to look at "shopwarden notices preview" and to approve.',
        })
      queue.approve(campaign.id, name, io.now().toISOString())
      answer(options, io, { campaign: campaign.id, approvedBy: name }, [
        `${campaign.id} is approved. Next: shopwarden notices send ${campaign.id} --smtp HOST:PORT --dkim-selector NAME`,
      ])
      return 0
    }),
}
