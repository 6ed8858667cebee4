import type { WatchResult } from './run.ts'

/** What a watch says in the terminal. */
export function watchText({ run, inventory, alerts, notices, first }: WatchResult): string {
  const lines = [
    `Payment page ${run.url}`,
    `${run.scripts} scripts, ${inventory.frameHosts.length} frame hosts, looked at as ${run.profiles} different visitors.`,
    '',
  ]
  if (first) lines.push('This was the first watch: what was seen is now the inventory that later watches compare with.')
  if (alerts.length > 0) lines.push(`ALERTS (${alerts.length})`)
  for (const alert of alerts) lines.push(`  ${alert.severity}: ${alert.title}`, `    ${alert.detail}`)
  if (alerts.length === 0 && !first) lines.push('No unauthorised change.')
  for (const notice of notices.slice(0, 10)) lines.push(`  on record: ${notice.what}`)
  lines.push('', 'Scripts on the page:')
  for (const entry of inventory.scripts) {
    const state = entry.authorisedAt
      ? `authorised by ${entry.authorisedBy}, ${entry.authorisedAt.slice(0, 10)}: ${entry.justification}`
      : 'NOT AUTHORISED YET'
    lines.push(
      `  ${entry.key}  [${entry.integrity}]  ${state}`,
      `      can: ${entry.capabilities.join(', ') || 'nothing of note'}${entry.touchesCard ? '; reads a card field' : ''}`,
    )
  }
  if (run.unauthorised > 0)
    lines.push(
      '',
      'Next: read the list, then run the same command with --authorise "your name" --because "what they are for" (PCI DSS 6.4.3).',
    )
  return `${lines.join('\n')}\n`
}
