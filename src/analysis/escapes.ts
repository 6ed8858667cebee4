/**
 * What has been made harmless in a piece of text: one bit for each way out of a context. A sink asks whether the bits of a
 * value cover the context it stands in; no bit means "clean" by itself except the first.
 */
export const Esc = {
  /** A number, a fixed choice or a hash: harmless in every context. */
  Safe: 1,
  /** Quotes and backslashes escaped for a quoted SQL text. */
  SqlText: 2,
  /** Fit for a quoted SQL identifier (back-ticks removed or doubled). */
  SqlName: 4,
  /** < > & as entities. */
  HtmlText: 8,
  /** " as an entity. */
  DoubleQuote: 16,
  /** ' as an entity. */
  SingleQuote: 32,
  /** Escaped for a quoted JavaScript text. */
  JsText: 64,
  /** Percent-encoded: no separator of a URL, no quote, no white space, no line break. */
  UrlEncoded: 128,
  /** Quoted as one shell argument. */
  ShellArg: 256,
  /** Shell metacharacters escaped, but not quoted. */
  ShellMeta: 512,
  /** No path separator, or resolved and compared with its folder. */
  PathName: 1024,
  /** No line breaks. */
  OneLine: 2048,
  Ldap: 4096,
  XPath: 8192,
  Regex: 16384,
  /** Letters, digits, underscore only. */
  Word: 32768,
  /** Address on a fixed host, or checked against a list. */
  LocalUrl: 65536,
  /** Tags removed, quotes kept. */
  NoTags: 131072,
  /** Quotes of both kinds escaped with a backslash. */
  Slashes: 262144,
  /** XML entities. */
  Xml: 524288,
  /** Checked to be an upload of a harmless kind. */
  UploadName: 1048576,
  /** Signed, decrypted or otherwise known to come from the shop itself. */
  Trusted: 2097152,
  /** An e-mail address by its syntax. */
  Email: 4194304,
  /** Comes from the visitor's own address line: it cannot send him elsewhere, but is not harmless in other ways. */
  LocalPath: 8388608,
  /** A text or number, no object: it cannot bring an operator of its own. */
  Scalar: 16777216,
  /** An address whose scheme runs no script (http, https, mailto …); it may lead anywhere. */
  WebUrl: 33554432,
  /** A path without `..`, as the file system resolved it: comparing its beginning with a folder says where it is. */
  Resolved: 67108864,
  /** Digits, operators and brackets only: nothing can be called or named with them. */
  Formula: 134217728,
  /** Written as a literal or name of SQL with its own quotes: it needs none around, and is no word anywhere else. */
  SqlQuoted: 268435456,
  /** Written as a value of JavaScript with its own double quotes: it needs none around, and single ones around it stay open. */
  JsValue: 536870912,
} as const

export type EscapeName = keyof typeof Esc

/** Bits of several names. */
export function escapes(...names: EscapeName[]): number {
  return names.reduce((bits, name) => bits | Esc[name], 0)
}
