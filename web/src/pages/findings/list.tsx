import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { FindingLine } from '../../api/types.ts'
import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'
import { Badge, SeverityBadge } from '../../ui/parts.tsx'

const rowHeight = 64
const loadAhead = 40

interface Props {
  rows: readonly FindingLine[]
  shop: string
  more: boolean
  load(): void
}

function Row({ row, shop }: { row: FindingLine; shop: string }) {
  const { t, ago } = useTexts()
  return (
    <Link to="/s/$shop/findings/$fingerprint" params={{ shop, fingerprint: row.fingerprint }} className="finding-row">
      <SeverityBadge severity={row.severity} />
      <span className="grow finding-words">
        <span className="strong finding-title">{row.title}</span>
        <span className="mono small muted finding-place">
          {row.place}
          {row.line !== undefined && `:${row.line}`}
        </span>
      </span>
      {row.state !== 'open' && (
        <Badge tone={row.state === 'assigned' ? 'accent' : ''}>
          {t(`finding.${row.state}` as Key)}
          {row.assignee !== undefined && `: ${row.assignee}`}
        </Badge>
      )}
      <span className="small muted nowrap finding-age">{ago(row.firstSeen)}</span>
    </Link>
  )
}

/** Only the rows that can be seen are in the page, so that a hundred thousand scroll like ten. */
export function FindingList({ rows, shop, more, load }: Props) {
  const { t } = useTexts()
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last > rows.length - loadAhead) load()
  }, [more, last, rows.length, load])
  return (
    <div ref={box} className="findings-box" tabIndex={0} role="region" aria-label={t('findings.title')}>
      <ul className="virtual" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          return (
            row && (
              <li
                key={row.fingerprint}
                className="virtual-row"
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                aria-setsize={more ? -1 : rows.length}
                aria-posinset={item.index + 1}
              >
                <Row row={row} shop={shop} />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}
