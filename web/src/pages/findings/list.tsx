import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, memo, useEffect, useRef } from 'react'
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

/**
 * A plain link, which the list follows: the router's own works out its target and whether it is the page shown at every drawing,
 * which is most of what scrolling costs. Drawn once, and not again while others come and go.
 */
const Row = memo(function Row({ row, shop }: { row: FindingLine; shop: string }) {
  const { t, ago } = useTexts()
  return (
    <a href={`/s/${shop}/findings/${encodeURIComponent(row.fingerprint)}`} className="finding-row">
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
    </a>
  )
})

/** Whether a click means the page itself, and no new tab or window. */
const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented

/** Only the rows that can be seen are in the page, so that a hundred thousand scroll like ten. */
export function FindingList({ rows, shop, more, load }: Props) {
  const { t } = useTexts()
  const navigate = useNavigate()
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a.finding-row') : null
    if (link === null || !isPlain(event)) return
    event.preventDefault()
    void navigate({ href: link.getAttribute('href') ?? '' })
  }
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
      <ul className="virtual" onClick={follow} style={{ height: virtual.getTotalSize() }}>
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
