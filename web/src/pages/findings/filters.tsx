import { useEffect, useState } from 'react'
import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'
import { useQuestionWords } from '../../i18n/questions.ts'
import { SelectField, TextField } from '../../ui/fields.tsx'
import { SEVERITIES } from '../../ui/severities.ts'

export interface Filters {
  state?: string
  area?: string
  severity?: string
  rule?: string
  search?: string
}

export type GroupBy = 'none' | 'rule' | 'area' | 'place' | 'severity'

const areas = [
  'payment',
  'resilience',
  'pentest',
  'code',
  'platform',
  'patches',
  'fraud',
  'disputes',
  'screening',
  'malware',
  'passwords',
  'leaks',
  'notices',
] as const
const states = ['active', 'open', 'assigned', 'suppressed', 'gone'] as const
const waitMs = 300

interface Props {
  filters: Filters
  set(change: Partial<Filters>): void
  groupBy: GroupBy
  setGroupBy(by: GroupBy): void
}

export function FindingFilters({ filters, set, groupBy, setGroupBy }: Props) {
  const { t } = useTexts()
  const words = useQuestionWords()
  const [typed, setTyped] = useState(filters.search ?? '')
  useEffect(() => {
    if (typed === (filters.search ?? '')) return
    const timer = setTimeout(() => set({ search: typed || undefined } as Partial<Filters>), waitMs)
    return () => clearTimeout(timer)
  }, [typed, filters.search, set])
  const pick = (name: keyof Filters) => (event: { target: { value: string } }) =>
    set({ [name]: event.target.value || undefined } as Partial<Filters>)
  return (
    <search className="filters">
      <TextField
        label={t('search')}
        type="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={t('findings.search')}
      />
      <SelectField
        label={t('findings.state')}
        value={filters.state ?? 'active'}
        onChange={pick('state')}
        options={states.map((state) => [state, t(`finding.${state}` as Key)])}
      />
      <SelectField
        label={t('findings.severity')}
        value={filters.severity ?? ''}
        onChange={pick('severity')}
        options={[
          ['', t('all')],
          ...SEVERITIES.map(
            (severity) => [severity, t('findings.and-worse', { severity: t(`severity.${severity}` as Key) })] as const,
          ),
        ]}
      />
      <SelectField
        label={t('findings.area')}
        value={filters.area ?? ''}
        onChange={pick('area')}
        options={[['', t('all')], ...areas.map((area) => [area, words.short(area)] as const)]}
      />
      <SelectField
        label={t('findings.group')}
        value={groupBy}
        onChange={(event) => setGroupBy(event.target.value as GroupBy)}
        options={(['none', 'rule', 'area', 'place', 'severity'] as const).map((by) => [by, t(`group.${by}`)])}
      />
      {filters.rule !== undefined && (
        <button
          type="button"
          className="button button-small"
          onClick={() => set({ rule: undefined } as unknown as Partial<Filters>)}
        >
          {t('findings.rule-off', { rule: filters.rule })}
        </button>
      )}
    </search>
  )
}
