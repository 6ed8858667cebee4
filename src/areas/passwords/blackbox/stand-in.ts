/** The texts under which a password stands in a body of this type. */
function encoded(password: string, contentType: string): string {
  if (/json/i.test(contentType)) return JSON.stringify(password).slice(1, -1)
  if (/x-www-form-urlencoded/i.test(contentType)) return new URLSearchParams({ p: password }).toString().slice(2)
  return password
}

/**
 * A request's body with the stand-in exchanged for another password wherever it stands. The stand-in is of letters, digits and
 * hyphens, which every encoding leaves as they are.
 */
export const replacedBody = (body: string, contentType: string, standIn: string, password: string): string =>
  body.replaceAll(standIn, () => encoded(password, contentType))
