import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'
import type { Graph } from './types.ts'

const rowHeight = 30
const width = 640
const columns = { left: 250, right: 390 }
const shown = 24

/**
 * Customers on the left, what they share on the right, a line where an event ties them. Whatever has lines from several
 * customers is what links them. The same as words stands in the list for readers of the screen.
 */
export function LinkGraph({ graph }: { graph: Graph }) {
  const { t } = useTexts()
  const degree = new Map<string, number>()
  for (const edge of graph.edges) degree.set(edge.to, (degree.get(edge.to) ?? 0) + 1)
  const people = graph.nodes
    .filter((node) => node.kind === 'customer' || (node.kind === 'email' && !degree.has(node.id)))
    .slice(0, shown)
  const things = graph.nodes
    .filter((node) => degree.has(node.id))
    .sort((a, b) => (degree.get(b.id) ?? 0) - (degree.get(a.id) ?? 0))
    .slice(0, shown)
  if (people.length === 0 || things.length === 0) return null
  const height = Math.max(people.length, things.length) * rowHeight + 10
  const y = (list: readonly { id: string }[], id: string) => {
    const index = list.findIndex((node) => node.id === id)
    return index < 0 ? undefined : 20 + index * rowHeight + (height - list.length * rowHeight) / 2
  }
  const cut = (text: string) => (text.length > 28 ? `${text.slice(0, 27)}…` : text)
  const label = (kind: string) => t(`link.${kind}` as Key)
  return (
    <section className="stack-small" aria-label={t('fraud.links')}>
      <h3>{t('fraud.links')}</h3>
      <svg viewBox={`0 0 ${width} ${height}`} className="links" aria-hidden="true">
        {graph.edges.map((edge) => {
          const from = y(people, edge.from)
          const to = y(things, edge.to)
          const shared = (degree.get(edge.to) ?? 0) > 1
          return (
            from !== undefined &&
            to !== undefined && (
              <path
                key={`${edge.from} ${edge.to}`}
                d={`M${columns.left} ${from}C${columns.left + 70} ${from} ${columns.right - 70} ${to} ${columns.right} ${to}`}
                fill="none"
                stroke={shared ? 'var(--no)' : 'var(--line-strong)'}
                strokeWidth={shared ? 2 : 1}
              />
            )
          )
        })}
        {people.map((node) => (
          <g key={node.id}>
            <circle cx={columns.left} cy={y(people, node.id)} r="5" fill="var(--accent)" />
            <text
              x={columns.left - 12}
              y={(y(people, node.id) ?? 0) + 4}
              textAnchor="end"
              fontSize="13"
              fill="var(--text)"
            >
              {cut(node.value)}
            </text>
          </g>
        ))}
        {things.map((node) => (
          <g key={node.id}>
            <circle
              cx={columns.right}
              cy={y(things, node.id)}
              r="5"
              fill={(degree.get(node.id) ?? 0) > 1 ? 'var(--no)' : 'var(--line-strong)'}
            />
            <text x={columns.right + 12} y={(y(things, node.id) ?? 0) + 4} fontSize="13" fill="var(--text)">
              {label(node.kind)}: {cut(node.value)}
            </text>
          </g>
        ))}
      </svg>
      <ul className="visually-hidden">
        {things.map((node) => (
          <li key={node.id}>
            {label(node.kind)} {node.value}:{' '}
            {graph.edges
              .filter((edge) => edge.to === node.id)
              .map((edge) => edge.from)
              .join(', ')}
          </li>
        ))}
      </ul>
    </section>
  )
}
