/** Judges a new password of one of our own users: what the passwords area offers to the server. */
export interface PasswordJudge {
  /**
   * Reasons against it, none where it is good enough. No reason repeats a part of the password.
   * @param context names that must not be the heart of it: the person, the mail address, the shop
   */
  refuse(password: string, context: readonly string[]): { text: string; suggestion: string }[]
}
