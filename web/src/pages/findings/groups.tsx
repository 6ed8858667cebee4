import type { Severity } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useQuestionWords } from '../../i18n/questions.ts'
import { Empty, SeverityBadge } from '../../ui/parts.tsx'
import type { GroupBy } from './filters.tsx'

interface Props {
  groups: readonly { name: string; count: number; worst: Severity }[]
  by: GroupBy
  open(name: string): void
}

export function FindingGroups({ groups, by, open }: Props) {
  const { t, n } = useTexts()
  const words = useQuestionWords()
  if (groups.length === 0) return <Empty title={t('findings.none')}>{t('findings.none.text')}</Empty>
  return (
    <ul>
      {groups.map((group) => (
        <li key={group.name}>
          <button type="button" className="finding-row group-row" onClick={() => open(group.name)}>
            <SeverityBadge severity={group.worst} />
            <span className="grow strong">{by === 'area' ? words.short(group.name) : group.name}</span>
            <span className="muted small">{n('findings.count', group.count)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
