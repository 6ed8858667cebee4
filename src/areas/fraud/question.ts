import { no, partly, unknown, yes } from '../../core/judge.ts'
import type { Criterion, Judgement, Question } from '../../core/question.ts'
import type { EvidenceView, Observed } from '../../core/view.ts'
import { PATTERNS, type Pattern } from './rules/rule.ts'
import { type Cover, historyFact, watchFact } from './schema.ts'

const HOUR_MS = 3_600_000
/** A guard that has stored nothing for this long is not watching. */
const SILENT_HOURS = 48
const giveFeed =
  'Name an export of your orders in shop.yaml under feeds.orders, or send events to the guard (shopwarden fraud serve).'

function isSilent(watch: Observed<{ lastStoredAt: string }>, now: Date): boolean {
  return now.getTime() - Date.parse(watch.value.lastStoredAt) > SILENT_HOURS * HOUR_MS
}

const coverOf = (patterns: readonly Cover[], pattern: Pattern) => patterns.find((item) => item.pattern === pattern)
const wants = (cover: Cover | undefined) =>
  cover && cover.missing.length > 0 ? ` Not sent: ${cover.missing.slice(0, 6).join(', ')}.` : ''

/** Watched live: yes. Only coverable by a replay: partly, for nobody is told while it happens. */
function judgePattern(pattern: Pattern, view: EvidenceView): Judgement {
  const watch = view.latest(watchFact)
  const history = view.latest(historyFact)
  const name = PATTERNS[pattern]
  if (watch !== undefined && watch.value.events > 0) {
    const cover = coverOf(watch.value.patterns, pattern)
    if (isSilent(watch, view.now))
      return no(
        watch,
        `The guard has stored no event since ${watch.value.lastStoredAt.slice(0, 16)}: nothing is being watched.`,
      )
    if (cover !== undefined && cover.usable > 0)
      return yes(
        watch,
        `"${name}" is watched by ${cover.usable} live rules; ${watch.value.eventsLastDay} events in the last day.`,
      )
    return no(watch, `"${name}" is not watched: the events lack what its rules need.${wants(cover)}`)
  }
  if (history !== undefined) {
    const cover = coverOf(history.value.patterns, pattern)
    if (cover !== undefined && cover.usable > 0)
      return partly(
        history,
        `Your data would allow ${cover.usable} of ${cover.rules} rules for "${name}", but no rule watches while orders come in: only this audit looked back.`,
      )
    return no(history, `"${name}" cannot be noticed with the data that is kept.${wants(cover)}`)
  }
  return unknown(view, historyFact, giveFeed)
}

function patternCriterion(id: string, pattern: Pattern, asks: string, points: number, fields: string): Criterion {
  return {
    id: `fraud.${id}`,
    asks,
    points,
    judge: (view) => judgePattern(pattern, view),
    advice: {
      step: `Let live rules watch for: ${PATTERNS[pattern].toLowerCase()}`,
      how: `Start "shopwarden fraud serve" and send each event with ${fields}. Try it first on the past: shopwarden fraud replay orders.csv.`,
      effort: 'days',
      owner: 'CTO',
    },
    attest: { ask: `${asks} (by another system that you can name)`, validDays: 180 },
  }
}

/** Those of the article have a criterion each; outside services are question 9. */
const askedElsewhere: ReadonlySet<Pattern> = new Set(['many-cards', 'ip-velocity', 'recipient', 'service'])
const others = (Object.keys(PATTERNS) as Pattern[]).filter((pattern) => !askedElsewhere.has(pattern))

function judgeOthers(view: EvidenceView): Judgement {
  const watch = view.latest(watchFact)
  const history = view.latest(historyFact)
  const seen = watch !== undefined && watch.value.events > 0 ? watch : history
  if (seen === undefined) return unknown(view, historyFact, giveFeed)
  if (seen === watch && isSilent(watch, view.now))
    return no(watch, 'The guard has gone silent, so none of these is being watched.')
  const covered = others.filter((pattern) => (coverOf(seen.value.patterns, pattern)?.usable ?? 0) > 0)
  const words = `${covered.length} of ${others.length} further patterns (${covered.join(', ') || 'none'})`
  if (covered.length === 0) return no(seen, `The data allows none of the further patterns to be watched.`)
  if (seen !== watch) return partly(seen, `The data would allow ${words}, but nothing watches them live.`)
  return covered.length >= others.length - 2
    ? yes(seen, `Live rules watch ${words}.`)
    : partly(seen, `Live rules watch ${words}.`)
}

function judgeCollected(view: EvidenceView): Judgement {
  const watch = view.latest(watchFact)
  if (watch !== undefined && watch.value.events > 0 && !isSilent(watch, view.now))
    return yes(watch, `${watch.value.events} events are stored, the last at ${watch.value.lastStoredAt.slice(0, 16)}.`)
  const history = view.latest(historyFact)
  if (history === undefined) return unknown(view, historyFact, giveFeed)
  const days = Math.round((view.now.getTime() - Date.parse(history.value.lastAt)) / (24 * HOUR_MS))
  if (history.value.events === 0) return no(history, 'The export holds no event that can be read.')
  return partly(
    history,
    `An export holds ${history.value.events} events, the last ${days} days old; nothing is collected as it happens.`,
  )
}

function judgeWorked(view: EvidenceView): Judgement {
  const watch = view.latest(watchFact)
  if (watch === undefined || watch.value.events === 0) {
    const history = view.latest(historyFact)
    if (history !== undefined && history.value.alertsToDecline > 0)
      return no(
        history,
        `Looking back, ${history.value.alerts} suspicious groups of events were found (${history.value.alertsToDecline} grave); nobody was told when they happened.`,
      )
    return unknown(
      view,
      watchFact,
      'Start the guard with "shopwarden fraud serve", then work its cases with "shopwarden fraud cases list".',
    )
  }
  const { casesOpen, casesStale, casesClosed } = watch.value
  if (casesStale > 0)
    return (casesClosed > casesStale ? partly : no)(
      watch,
      `${casesStale} of ${casesOpen} open cases have waited for more than two days.`,
    )
  return yes(watch, `No case waits longer than two days (${casesOpen} open, ${casesClosed} closed).`)
}

/** Question 7. */
export const question: Question = {
  id: 'fraud',
  number: 7,
  asks: 'Do you watch for suspicious activity, such as one customer with many cards or a recipient who is not the cardholder?',
  why: 'Each fraudulent order costs the goods, the money and a chargeback fee; patterns show before the loss does, if somebody looks.',
  criteria: [
    {
      id: 'fraud.events-collected',
      asks: 'Are orders, payments and log-ins collected as they happen, so that they can be watched?',
      points: 15,
      judge: judgeCollected,
      advice: {
        step: 'Send every order and payment attempt to the guard',
        how: 'Run "shopwarden fraud serve" and post each event as JSON; the answer says approve, challenge, review or decline.',
        effort: 'days',
        owner: 'CTO',
      },
      attest: { ask: 'Are orders and payments collected in a system that watches them?', validDays: 180 },
    },
    patternCriterion(
      'many-cards',
      'many-cards',
      'Is it noticed when one customer uses many cards?',
      20,
      'customer.id and payment.instrument',
    ),
    patternCriterion(
      'ip-velocity',
      'ip-velocity',
      'Are many or suspicious orders from one IP address noticed?',
      20,
      'ip.address',
    ),
    patternCriterion(
      'recipient',
      'recipient',
      'Is it noticed when the recipient is not the cardholder?',
      20,
      'shipping.name and payment.holder',
    ),
    {
      id: 'fraud.more-patterns',
      asks: 'Are the further patterns watched: card testing, account takeover, triangulation, refund abuse, reshipping?',
      points: 10,
      judge: judgeOthers,
      advice: {
        step: 'Send log-ins, refused payments and refunds too',
        how: 'Each kind of event switches on further rules; "shopwarden fraud replay" names the fields that are missing.',
        effort: 'days',
        owner: 'CTO',
      },
      attest: {
        ask: 'Does another system of yours watch for card testing, account takeover and refund abuse?',
        validDays: 180,
      },
    },
    {
      id: 'fraud.alerts-worked',
      asks: 'Does somebody work through the alerts within two days?',
      points: 15,
      judge: judgeWorked,
      advice: {
        step: 'Name who reviews suspicious orders each day',
        how: 'List them with "shopwarden fraud cases list", close each with a verdict; verdicts teach the rules.',
        effort: 'hours',
        owner: 'COO',
      },
      attest: { ask: 'Does somebody review suspicious orders within two days?', validDays: 90 },
    },
  ],
}
