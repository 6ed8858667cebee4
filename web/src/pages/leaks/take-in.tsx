import type { FormEvent } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import type { Job } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button, Card } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'

/** Take in the customers (kept as keyed hashes), and compare them with a leaked list. */
export function TakeIn({ shop }: { shop: string }) {
  const { t } = useTexts()
  const may = useMay('configure')
  const send = useAction(
    async (form: FormData) => {
      const file = form.get('file') as File
      const { id } = await api.upload<{ id: string }>(`/shops/${shop}/uploads`, file)
      const breach = form.get('breach')
      return breach === null
        ? api.post<Job>(`/shops/${shop}/leaks/verbs/import`, { file: id })
        : api.post<Job>(`/shops/${shop}/leaks/verbs/match`, { file: id, breach: String(breach) })
    },
    ['jobs'],
    () => say(t('job.began')),
  )
  if (!may) return null
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    send.mutate(new FormData(event.currentTarget))
  }
  return (
    <div className="grid-2">
      <Card title={t('leaks.import')}>
        <form className="stack" onSubmit={submit}>
          <TextField label={t('leaks.customers')} hint={t('leaks.customers.hint')} name="file" type="file" required />
          <div className="row">
            <Button type="submit" icon="upload" busy={send.isPending}>
              {t('leaks.import.do')}
            </Button>
          </div>
        </form>
      </Card>
      <Card title={t('leaks.match')}>
        <form className="stack" onSubmit={submit}>
          <TextField label={t('leaks.list')} hint={t('leaks.list.hint')} name="file" type="file" required />
          <TextField label={t('leaks.breach')} name="breach" required maxLength={200} />
          <div className="row">
            <Button type="submit" icon="search" busy={send.isPending}>
              {t('leaks.match.do')}
            </Button>
          </div>
        </form>
      </Card>
      <ErrorNotice error={send.error} />
    </div>
  )
}
