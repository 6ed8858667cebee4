import type { FormEvent } from 'react'
import { api } from '../../api/client.ts'
import type { Criterion } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { formValues, TextArea, TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'

/** A risk that is accepted for a time: by whom, why, until when. */
export function WaiveDialog({ item, shop, onClose }: { item: Criterion; shop: string; onClose(): void }) {
  const { t } = useTexts()
  const waive = useAction(
    (values: Record<string, string>) => api.post(`/shops/${shop}/criteria/${item.id}/waive`, values),
    ['audit'],
    () => {
      say(t('statement.waived'))
      onClose()
    },
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    waive.mutate(formValues(event.currentTarget))
  }
  return (
    <Dialog title={t('statement.waive')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{item.asks}</p>
        <p className="small muted">{t('statement.waive.text')}</p>
        <TextArea label={t('reason')} name="reason" required maxLength={2000} />
        <TextField label={t('statement.until')} name="validUntil" type="date" required />
        <ErrorNotice error={waive.error} />
        <div className="row">
          <Button kind="main" type="submit" busy={waive.isPending}>
            {t('statement.waive')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
