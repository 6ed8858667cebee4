import type { FormEvent } from 'react'
import { api } from '../../api/client.ts'
import type { Criterion } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { formValues, SelectField, TextArea, TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'

/** What only a person can know, with documents that show it. */
export function AttestDialog({ item, shop, onClose }: { item: Criterion; shop: string; onClose(): void }) {
  const { t } = useTexts()
  const attest = useAction(
    async (form: HTMLFormElement) => {
      const { verdict, statement, validUntil } = formValues(form)
      const files = new FormData(form)
        .getAll('documents')
        .filter((file): file is File => file instanceof File && file.size > 0)
      const documents: string[] = []
      for (const file of files) documents.push((await api.upload<{ id: string }>(`/shops/${shop}/uploads`, file)).id)
      return api.post(`/shops/${shop}/criteria/${item.id}/attest`, {
        verdict,
        statement,
        documents,
        ...(validUntil && { validUntil }),
      })
    },
    ['audit'],
    () => {
      say(t('statement.filed'))
      onClose()
    },
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    attest.mutate(event.currentTarget)
  }
  return (
    <Dialog title={t('statement.attest')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{item.attest?.ask}</p>
        <SelectField
          label={t('statement.answer')}
          name="verdict"
          options={[
            ['yes', t('verdict.yes')],
            ['partly', t('verdict.partly')],
            ['no', t('verdict.no')],
          ]}
        />
        <TextArea label={t('statement.words')} hint={t('statement.words.hint')} name="statement" maxLength={4000} />
        <TextField
          label={t('statement.documents')}
          hint={t('statement.documents.hint')}
          name="documents"
          type="file"
          multiple
        />
        <TextField
          label={t('statement.until')}
          hint={t('statement.until.hint', { days: item.attest?.validDays ?? 365 })}
          name="validUntil"
          type="date"
        />
        <ErrorNotice error={attest.error} />
        <div className="row">
          <Button kind="main" type="submit" busy={attest.isPending}>
            {t('statement.file')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
