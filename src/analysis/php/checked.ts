import { matchEscapes } from '../context/pattern.ts'
import { Esc } from '../escapes.ts'

const fixedGuards: Readonly<Record<string, number>> = {
  is_numeric: Esc.Safe,
  is_int: Esc.Safe,
  is_integer: Esc.Safe,
  is_long: Esc.Safe,
  is_float: Esc.Safe,
  is_double: Esc.Safe,
  is_bool: Esc.Safe,
  ctype_digit: Esc.Safe,
  ctype_xdigit: Esc.Safe | Esc.Word,
  ctype_alnum: matchEscapes('/^[a-zA-Z0-9]+$/'),
  ctype_alpha: matchEscapes('/^[a-zA-Z]+$/'),
  ctype_lower: matchEscapes('/^[a-z]+$/'),
  ctype_upper: matchEscapes('/^[A-Z]+$/'),
  checkdate: Esc.Safe,
  class_exists: Esc.Word,
  defined: Esc.Word,
  is_uploaded_file: Esc.PathName,
}

/** What a text that passes the check of this name is harmless for; 0 where the name is no check. */
export const guardBits = (name: string): number => (Object.hasOwn(fixedGuards, name) ? fixedGuards[name]! : 0)

/** In the class of a keyed hash: the variable that was hashed stands behind it. */
export const sealOf = 'seal of $'
