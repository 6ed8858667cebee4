/**
 * How much of the heap Node may leave lying about, by command. Audits and watches run many short looks, leak lists are streams of lines, a
 * server answers small requests, a search for malware only hands files to its threads: a small nursery keeps memory low there and
 * costs no time.
 */
export const heapOf = (command) =>
  ['audit', 'leaks', 'malware', 'payment', 'serve'].includes(command) ? ['--max-semi-space-size=4'] : []
