/**
 * What the learned score looks at: expressions of the rule language, so that each means what it means in a rule, sees only
 * the past, and is "not known" where a field is missing. A fixed list, chosen by what each says about fraud in general.
 */
export interface ModelInput {
  name: string
  says: string
  /**
   * Values above count as this. How long somebody is known grows with the age of the log itself, so only the first weeks
   * of it mean the same all the time.
   */
  most?: number
}

const WEEK = 7 * 86_400

export const MODEL_INPUTS: readonly ModelInput[] = [
  { name: 'account.age', says: 'age of the account' },
  { name: 'age_of_user', most: WEEK, says: 'how long the customer is known' },
  { name: 'age_of_card', most: WEEK, says: 'how long the card is known' },
  { name: 'age_of_device', most: WEEK, says: 'how long the device is known' },
  { name: 'orders_by_user_24h', says: 'orders of the customer in a day' },
  { name: 'orders_by_user_30d', says: 'orders of the customer in a month' },
  { name: 'cards_by_user_24h', says: 'cards of the customer in a day' },
  { name: 'cards_by_user_ever', says: 'cards of the customer' },
  { name: 'users_by_card_90d', says: 'customers on the card' },
  { name: 'users_by_device_30d', says: 'customers on the device' },
  { name: 'orders_by_device_24h', says: 'orders from the device in a day' },
  { name: 'orders_by_ip_24h', says: 'orders from the IP address in a day' },
  { name: 'users_by_ip_24h', says: 'customers at the IP address in a day' },
  { name: 'declined_by_user_24h', says: 'refused payments of the customer in a day' },
  { name: 'declined_by_ip_1h', says: 'refused payments from the IP address in an hour' },
  { name: 'failed_logins_by_user_24h', says: 'failed log-ins of the customer in a day' },
  { name: 'refunds_by_user_90d', says: 'refunds of the customer in three months' },
  { name: 'users_by_address_30d', says: 'customers at the address' },
  { name: 'chargebacks_of_user', says: 'chargebacks of the customer' },
  { name: 'chargebacks_of_card', says: 'chargebacks on the card' },
  { name: 'chargebacks_of_device', says: 'frauds on the device' },
  { name: 'chargebacks_of_ip', says: 'frauds from the IP address' },
  { name: 'linked.users', says: 'customers tied by what they share' },
  { name: 'linked.chargebacks', says: 'chargebacks of customers tied by what they share' },
  { name: 'amount.share_below', says: 'size of the order for this shop' },
  { name: 'spend.times_usual', says: 'spending of the week' },
  { name: 'recipient.match', says: 'likeness of recipient and cardholder' },
  { name: 'hour.utc', says: 'hour of the day' },
]
/** Own score of the rules, the last input of every model. */
export const RULE_SCORE: ModelInput = { name: 'rules.score', says: 'score of the rules' }
