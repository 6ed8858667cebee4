/** The rules of Visa Compelling Evidence 3.0 as they are applied here, each with where it is published. */
export const CE3_RULES = {
  network: {
    says: 'The disputed payment is a Visa payment.',
    source: 'https://docs.stripe.com/disputes/api/visa-ce3 (qualifying disputes)',
  },
  reason: {
    says: 'The reason is 10.4, other fraud in a card-absent environment.',
    source: 'https://support.stripe.com/questions/how-does-stripe-support-visa-compelling-evidence-3-0',
  },
  count: {
    says: 'There are at least two earlier payments that qualify.',
    source:
      'https://perseuspayments.freshdesk.com/support/solutions/articles/154000138527 (a minimum of two prior transactions)',
  },
  credential: {
    says: 'An earlier payment used the same payment credential.',
    source: 'https://support.stripe.com/questions/how-does-stripe-support-visa-compelling-evidence-3-0',
  },
  window: {
    says: 'An earlier payment was processed more than 119 and fewer than 366 calendar days before the dispute.',
    source:
      'https://support.stripe.com/questions/how-does-stripe-support-visa-compelling-evidence-3-0 (119 and 366); https://perseuspayments.freshdesk.com/support/solutions/articles/154000138527 (at least 120, at most 365 days before the dispute date)',
  },
  'window-oct': {
    says: 'An original credit transaction has no lower bound, only the upper one of 365 days.',
    source: 'https://developers.justt.ai/docs/visa-ce-30-mastercard-fptp-evidence-guide (step 2, point 3)',
  },
  undisputed: {
    says: 'An earlier payment was not disputed.',
    source: 'https://docs.stripe.com/disputes/api/visa-ce3 (paid, undisputed)',
  },
  'no-fraud': {
    says: 'No fraud was reported for an earlier payment.',
    source:
      'https://support.stripe.com/questions/how-does-stripe-support-visa-compelling-evidence-3-0 (no fraud activity reported)',
  },
  paid: {
    says: 'An earlier payment was paid and is no validation charge.',
    source: 'https://docs.stripe.com/disputes/api/visa-ce3 (paid, undisputed, no validation charges)',
  },
  elements: {
    says: 'The disputed payment and both earlier ones share two elements of user id, IP address, shipping address and device.',
    source: 'https://perseuspayments.freshdesk.com/support/solutions/articles/154000138527 (core data elements)',
  },
  main: {
    says: 'One of the two shared elements is the IP address or the device.',
    source: 'https://www.checkout.com/merchant-communications/visa-compelling-evidence-3-0-what-you-need-to-know',
  },
  device: {
    says: 'Device id and device fingerprint together are one element, not two.',
    source: 'https://docs.stripe.com/disputes/api/visa-ce3 (note: not a valid combination)',
  },
  email: {
    says: 'At Stripe the e-mail address counts as a secondary element; Visa counts it only as the user id it is stored as.',
    source:
      'https://docs.stripe.com/disputes/api/visa-ce3 (secondary evidence elements); https://perseuspayments.freshdesk.com/support/solutions/articles/154000138527 (user id)',
  },
  lengths: {
    says: 'Stripe takes a device fingerprint from 20 and a device id from 15 characters on.',
    source: 'https://docs.stripe.com/api/disputes/object (customer_device_fingerprint, customer_device_id)',
  },
  description: {
    says: 'Each of the three payments has a description of what was sold.',
    source: 'https://docs.stripe.com/disputes/api/visa-ce3 (product descriptions)',
  },
  particulars: {
    says: "Each earlier payment is given with acquirer reference number (or the provider's charge id), date and amount.",
    source: 'https://perseuspayments.freshdesk.com/support/solutions/articles/154000138527 (ARN, date, amount)',
  },
  descriptor: {
    says: 'The billing descriptor begins with the same six characters on all payments.',
    source: 'https://www.checkout.com/merchant-communications/visa-compelling-evidence-3-0-what-you-need-to-know',
  },
} as const

export type Ce3Rule = keyof typeof CE3_RULES
