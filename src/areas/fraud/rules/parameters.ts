/**
 * Every figure that the built-in rules use, in one place. They follow from what an honest customer does, not from any
 * data set: a person has one or two cards, one or two devices, orders a few times a week at most, and types a card
 * number wrong once or twice. Change them in `fraud.yaml` under `parameters`.
 */
export const defaultParameters: Readonly<Record<string, number>> = {
  /** Cards one customer may use: in an hour, a day, a month. */
  cards_hour: 2,
  cards_day: 3,
  cards_month: 5,
  /** Orders one customer may place. */
  orders_10m: 3,
  orders_day: 3,
  orders_week: 8,
  /** Orders from one IP address or network. */
  ip_orders_10m: 4,
  ip_orders_hour: 6,
  ip_orders_day: 12,
  ip_users_day: 4,
  net_users_hour: 8,
  /** Customers on one device or card. */
  device_users_day: 2,
  device_users_month: 3,
  card_users_month: 2,
  /** Payments refused. */
  declines_10m: 3,
  declines_hour: 4,
  declines_day: 6,
  /** Log-ins that failed. */
  failed_logins_before: 3,
  failed_logins_hour: 8,
  failed_logins_ip_hour: 15,
  /** Recipient against cardholder: at most this alike counts as another person. */
  name_differs: 0.35,
  name_same: 0.8,
  /** Seconds from opening the account to buying. */
  account_seconds: 30,
  account_minutes: 600,
  account_day: 86_400,
  /** Share of the shop's orders that are smaller. */
  large_amount: 0.9,
  very_large_amount: 0.98,
  /** Times the customer's own average. */
  times_average: 5,
  /** Refunds of one customer. */
  refunds_month: 3,
  refunds_quarter: 5,
  /** Recipients and addresses. */
  address_users_month: 4,
  address_cards_month: 4,
  recipients_month: 4,
  addresses_user_week: 4,
  phone_users_month: 3,
  email_cards_week: 3,
  card_countries_day: 2,
  /** Other customers with nearly the same note, reason, company, mailbox; kilometres that are far; addresses nearly the same. */
  text_users_month: 3,
  far_km: 500,
  address_alike: 0.8,
  /** Pieces of one article, pieces in all. */
  pieces_of_one: 8,
  pieces: 40,
  /** Risk (0 to 100) from which an outside service that gives no advice is heeded. */
  service_score: 80,
  /** Points from which an order is challenged, reviewed, declined (of 100). */
  challenge_score: 45,
  review_score: 65,
  decline_score: 90,
  /** Probability of fraud, by the learned score, from which an order that the rules let pass is challenged or reviewed. */
  learned_challenge: 0.25,
  learned_review: 0.5,
}
