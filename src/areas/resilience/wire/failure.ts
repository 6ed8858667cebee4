/** What went wrong with a request, in words that follow "The shop …". Pure; takes the code of an error as `get` returns it. */
export function failureWords(code: string, seconds: number): string {
  if (code === 'timeout') return `sent no whole page within ${seconds} s`
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return `cannot be reached (${code}): its machine or a firewall says nothing`
  if (code === 'ECONNREFUSED') return 'refuses the connection: nothing listens there'
  if (code === 'cut' || code === 'ECONNRESET' || code === 'EPIPE') return 'hangs up in the middle of a page'
  if (code.startsWith('HPE_')) return `answers with something that is no HTTP (${code})`
  if (/^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return `does not speak TLS on this port (${code})`
  return `does not answer (${code})`
}
