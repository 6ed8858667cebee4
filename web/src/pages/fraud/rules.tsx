import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { TextArea } from '../../ui/fields.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Button, Card } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'
import { Backtest } from './backtest.tsx'
import { Suggestions, wordBefore } from './suggestions.tsx'

interface Checked {
  rules?: number
  fault?: { code: string; message: string; where?: string; fix?: string }
}

interface Versions {
  live: string
  shadow?: string
  text: string
  draft: string
  history: { at: string; by: string; action: string; version: string }[]
}

const example = `# Own rules beside the built-in ones. Check them before they decide.
parameters:
  large_order: 500
rules:
  - id: velocity/many-large-orders
    when: order.amount > param.large_order and orders_by_user_24h > 3
    outcome: review
    says: Several large orders of one customer within a day
`

const waitMs = 600

/** Rules as text, checked while they are typed; tried beside the live ones; tested on the past; put in force; taken back. */
export function Rules({ shop }: { shop: string }) {
  const { t, dateTime } = useTexts()
  const may = useMay('configure')
  const versions = useQuery({
    queryKey: ['fraud', shop, 'rules'],
    queryFn: () => api.get<Versions>(`/shops/${shop}/fraud/rules`),
  })
  const [text, setText] = useState<string | undefined>()
  const value = text ?? (versions.data?.draft || versions.data?.text || example)
  const [caret, setCaret] = useState(0)
  const word = wordBefore(value, caret)
  const check = useAction((rules: string) => api.post<Checked>(`/shops/${shop}/fraud/rules/check`, { text: rules }))
  const { mutate: checkNow } = check
  const fault = check.data?.fault
  const good = check.data?.rules !== undefined
  useEffect(() => {
    const timer = setTimeout(() => checkNow(value), waitMs)
    return () => clearTimeout(timer)
  }, [value, checkNow])
  const change = useAction(
    ({ what, body }: { what: 'shadow' | 'promote' | 'rollback'; body?: object }) =>
      api.post(`/shops/${shop}/fraud/rules/${what}`, body),
    ['fraud'],
    () => say(t('saved')),
  )
  return (
    <div className="stack">
      <Card title={t('rules.editor')}>
        <div className="stack">
          <TextArea
            label={t('rules.text')}
            hint={t('rules.text.hint')}
            className="input mono"
            rows={16}
            spellCheck={false}
            value={value}
            readOnly={!may}
            onChange={(event) => {
              setText(event.target.value)
              setCaret(event.target.selectionStart)
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          />
          {may && (
            <Suggestions
              shop={shop}
              word={word}
              take={(name) => {
                setText(`${value.slice(0, caret - word.length)}${name}${value.slice(caret)}`)
                setCaret(caret - word.length + name.length)
              }}
            />
          )}
          {check.data?.rules !== undefined && (
            <Notice>
              <p>{t('rules.good', { rules: check.data.rules })}</p>
            </Notice>
          )}
          {fault !== undefined && (
            <Notice kind="error">
              <p className="strong">{fault.message}</p>
              <p className="small muted">{fault.where}</p>
              <p className="small">{fault.fix}</p>
              <p className="small muted">{fault.code}</p>
            </Notice>
          )}
          <ErrorNotice error={check.error ?? change.error} />
          {may && (
            <div className="row">
              <Button
                disabled={!good}
                busy={change.isPending}
                onClick={() => change.mutate({ what: 'shadow', body: { text: value } })}
              >
                {t('rules.shadow')}
              </Button>
              <Button
                kind="main"
                disabled={versions.data?.shadow === undefined}
                busy={change.isPending}
                onClick={() => change.mutate({ what: 'promote' })}
              >
                {t('rules.promote')}
              </Button>
              <Button
                kind="quiet"
                disabled={versions.data?.live === 'built-in'}
                onClick={() => change.mutate({ what: 'rollback' })}
              >
                {t('rules.rollback')}
              </Button>
            </div>
          )}
        </div>
      </Card>
      <Backtest shop={shop} rules={value} ready={good} />
      {(versions.data?.history.length ?? 0) > 0 && (
        <Card title={t('history.title')}>
          <ol className="stack-small small">
            {versions.data?.history.toReversed().map((entry) => (
              <li key={entry.at}>
                <span className="muted">{dateTime(entry.at)}</span> {entry.by}: {t(`rules.${entry.action as 'shadow'}`)}{' '}
                <code>{entry.version}</code>
              </li>
            ))}
          </ol>
        </Card>
      )}
    </div>
  )
}
