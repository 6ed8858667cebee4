import type { PasswordJudge } from '../../../core/password-judge.ts'
import { checkPassword } from './check.ts'
import { profiles } from './profiles.ts'

/** The policy of Shopwarden's own sign-in: NIST SP 800-63B-4 for a password that stands alone, with the person's and the shop's names as context. */
export const judge: PasswordJudge = {
  refuse: (password, context) =>
    checkPassword(password, { ...profiles.nist, secondFactor: false }, { context }).reasons.map(
      ({ text, suggestion }) => ({ text, suggestion }),
    ),
}
