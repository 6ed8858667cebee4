import { Esc } from '../escapes.ts'

/** Endings of files that a server, or a visitor's browser, would run as the shop's own. */
const program =
  /^(?:ph(?:p\d?|tml?|ar|ps|t)|inc|jspx?|jspf|asp|aspx|cgi|pl|py|rb|sh|exe|html?|xhtml|svg|js|mjs|war|htaccess)$/i

/** What it says of a name that it ends so: a file of a kind that nothing runs. */
export const endingBits = (ending: string): number => {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(ending)?.[1]
  return extension === undefined || program.test(extension) ? 0 : Esc.UploadName
}
