/** Token kinds of the PHP lexer; plain numbers because the parser compares them millions of times. */
export const Tok = {
  End: 0,
  Html: 1,
  Echo: 2,
  Var: 3,
  Ident: 4,
  Int: 5,
  Float: 6,
  Str: 7,
  /** Double-quoted or heredoc text with interpolation; `text` is the raw content. */
  Template: 8,
  Shell: 9,
  Op: 10,
  /** `?>`: ends a statement. */
  Close: 11,
  /** Heredoc with interpolation: like Template, but `"` needs no escape. */
  Heredoc: 12,
} as const

/** Parallel arrays: one entry a token. */
export interface Tokens {
  kinds: number[]
  texts: string[]
  starts: number[]
  /** Comments that hold the word of a suppression, by offset. */
  comments: { at: number; text: string }[]
  /** Doc comments by index of the token they stand before. */
  docs: Map<number, string>
  problems: { at: number; message: string }[]
}
