/** The customer's page in one language: why, what leaked, what to do, stop; and the two mails that it sends. */
export interface PageWords {
  title: string
  why: string
  what: string
  whatText: string
  label: string
  ask: string
  todo: string
  tips: readonly string[]
  stop: string
  stopText: string
  askCode: string
  /** The same whoever asks: nobody can find out who is a customer. */
  asked: string
  code: string
  confirm: string
  stopped: string
  wrongCode: string
  tooMany: string
  unclear: string
  answerSubject: string
  none: string
  found: string
  withPassword: string
  onlyAddress: string
  codeSubject: string
  /** `{code}` is filled in. */
  codeText: string
  notYou: string
}
