import type { Words } from './words.ts'

export const en: Words = {
  language: 'en',
  hello: 'Hello',
  noMisuse: 'We looked at your account with us and saw no sign of misuse.',
  variants: {
    shop: {
      subject: 'Please choose a new password for {shop}',
      cause:
        'Your password for {shop} was found in a list. Such lists are made by harmful apps on a phone or PC. {shop} was not broken into.',
      meaning: 'Someone may know this password. Please change it on a device you trust:',
      steps: ['Type {site} into your browser.', 'Choose “Forgot password”.', 'Pick a password you use nowhere else.'],
      after: 'Then run a virus check on your own devices.',
    },
    password: {
      subject: 'Please choose a new password for {shop}',
      cause:
        'Your email address and a password were found in a list that was stolen from others: {leak}. {shop} was not broken into.',
      meaning: 'If you use that password here too, someone could try it. Please choose a new one:',
      steps: ['Type {site} into your browser.', 'Choose “Forgot password”.', 'Pick a password you use nowhere else.'],
      after: 'We may ask you at your next log-in.',
    },
    address: {
      subject: 'Your email address was in a leak at another site',
      cause: 'Your email address was found in a list that was stolen from others: {leak}. {shop} was not broken into.',
      meaning: 'We know of no password of yours in that list. You do not need to do anything now.',
      steps: [],
      after: 'Be careful with mail that asks for money or a password. We will never ask for your password.',
    },
  },
  reminder: 'You have not changed your password yet, so we ask again.',
  reminderMark: 'Reminder: ',
  and: 'and',
  more: 'others',
  why: 'Why do I get this?',
  whyText: 'We check if our customers are in known leaks, to keep accounts safe. To stop this, write to {contact}.',
}
