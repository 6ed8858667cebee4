import { useState } from 'react'
import { api } from '../../api/client.ts'
import { runToEnd } from '../../api/jobs.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { SelectField, TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button, Card } from '../../ui/parts.tsx'
import { BacktestResult, type Comparison } from './backtest-result.tsx'

/** What the rules being written would have done in the past, beside those in force: over what the guard stored, or over an export. */
export function Backtest({ shop, rules, ready }: { shop: string; rules: string; ready: boolean }) {
  const { t } = useTexts()
  const [over, setOver] = useState('stored')
  const backtest = useAction(
    async (form: FormData) => {
      const file = form.get('file')
      const upload = file instanceof File ? await api.upload<{ id: string }>(`/shops/${shop}/uploads`, file) : undefined
      const since = String(form.get('from'))
      const { id } = await runToEnd(shop, 'fraud.backtest', {
        rules,
        stored: over === 'stored',
        ...(upload && { file: upload.id }),
        ...(since !== '' && { from: `${since}T00:00:00Z` }),
      })
      return api.get<Comparison>(`/shops/${shop}/jobs/${id}/result`)
    },
    ['jobs'],
  )
  return (
    <Card title={t('backtest.title')}>
      <div className="stack">
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault()
            backtest.mutate(new FormData(event.currentTarget))
          }}
        >
          <SelectField
            label={t('backtest.source')}
            options={[
              ['stored', t('backtest.stored')],
              ['export', t('backtest.export')],
              ['file', t('backtest.file')],
            ]}
            value={over}
            onChange={(event) => setOver(event.target.value)}
          />
          {over === 'file' && <TextField label={t('backtest.file')} name="file" type="file" required />}
          <TextField label={t('backtest.from')} hint={t('backtest.from.hint')} name="from" type="date" />
          <Button type="submit" icon="play" disabled={!ready} busy={backtest.isPending}>
            {t('backtest.do')}
          </Button>
        </form>
        <ErrorNotice error={backtest.error} />
        {backtest.data && <BacktestResult result={backtest.data} />}
      </div>
    </Card>
  )
}
