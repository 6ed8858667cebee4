import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { useMay, useShop } from '../api/queries.ts'
import { useShopId } from '../api/use-shop.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { useAction } from '../ui/action.ts'
import { formValues, TextArea, TextField } from '../ui/fields.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { Button, Card, PageHead } from '../ui/parts.tsx'
import { say } from '../ui/toast.tsx'
import { Reached } from './reached.tsx'
import { Schedules } from './schedules.tsx'
import { Services } from './services.tsx'

interface Uploaded {
  id: string
  name: string
  bytes: number
  uploadedAt: string
}

function Files({ shop }: { shop: string }) {
  const { t, date, number } = useTexts()
  const files = useQuery({
    queryKey: ['uploads', shop],
    queryFn: () => api.get<{ items: Uploaded[] }>(`/shops/${shop}/uploads`),
  })
  const upload = useAction((file: File) => api.upload<Uploaded>(`/shops/${shop}/uploads`, file), ['uploads'])
  const remove = useAction((id: string) => api.delete(`/shops/${shop}/uploads/${id}`), ['uploads'])
  return (
    <Card title={t('files.title')}>
      <div className="stack">
        <p className="small muted">{t('files.text')}</p>
        <TextField
          label={t('files.add')}
          type="file"
          disabled={upload.isPending}
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) upload.mutate(file)
            event.target.value = ''
          }}
        />
        <ErrorNotice error={upload.error ?? remove.error} />
        <ul className="stack-small">
          {files.data?.items.map((file) => (
            <li key={file.id} className="row row-between">
              <span className="grow">
                <span className="strong">{file.name}</span>
                <span className="small muted">
                  {' '}
                  {number(file.bytes / 1000)} kB, {date(file.uploadedAt)}
                </span>
                <br />
                <code>upload:{file.id}</code>
              </span>
              <Button small kind="quiet" onClick={() => remove.mutate(file.id)}>
                {t('delete')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}

/** The description as text. `written` is what the server has; what is being typed stays where that changes meanwhile. */
function Describe({ shop, written, mayChange }: { shop: string; written: string; mayChange: boolean }) {
  const { t } = useTexts()
  const [text, setText] = useState(written)
  /** What the text was begun from; undefined where it has just been saved. */
  const [base, setBase] = useState<string | undefined>(written)
  const takeOver = () => {
    setBase(written)
    setText(written)
  }
  const elsewhere = base !== undefined && base !== written
  if (base !== written && (base === undefined || text === base)) takeOver()
  const save = useAction(
    (value: string) =>
      api.put(
        `/shops/${shop}`,
        value.trimStart().startsWith('{') ? { description: JSON.parse(value) as object } : { yaml: value },
      ),
    ['shops'],
    () => {
      setBase(undefined)
      say(t('saved'))
    },
  )
  return (
    <form
      className="stack"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate(text)
      }}
    >
      <p className="small muted">{t('describe.text')}</p>
      <TextArea
        label={t('describe.label')}
        className="input mono"
        rows={18}
        value={text}
        spellCheck={false}
        readOnly={!mayChange}
        onChange={(event) => setText(event.target.value)}
      />
      {elsewhere && !save.isPending && (
        <Notice kind="warn">
          <p>{t('describe.elsewhere')}</p>
          <Button small kind="quiet" onClick={takeOver}>
            {t('describe.takeOver')}
          </Button>
        </Notice>
      )}
      <ErrorNotice error={save.error instanceof SyntaxError ? undefined : save.error} />
      {save.error instanceof SyntaxError && (
        <Notice kind="error">{t('describe.syntax', { why: save.error.message })}</Notice>
      )}
      {mayChange && (
        <div className="row">
          <Button kind="main" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
        </div>
      )}
    </form>
  )
}

/** How the shop is described: what may be looked at. */
export function ShopSettings() {
  const { t } = useTexts()
  const id = useShopId()
  const shop = useShop(id)
  const navigate = useNavigate()
  const mayChange = useMay('configure')
  const mayOwn = useMay('own')
  const written = JSON.stringify(shop.description, null, 2)
  const archive = useAction(
    (name: string) => api.delete(`/shops/${id}`, { name }),
    ['shops'],
    () => void navigate({ to: '/' }),
  )
  return (
    <>
      <PageHead title={t('nav.settings')} lead={shop.name} />
      <div className="stack">
        <Schedules shop={id} />
        <Card title={t('describe.title')}>
          {shop.sample ? (
            <p className="muted">{t('describe.sample')}</p>
          ) : (
            <Describe shop={id} written={written} mayChange={mayChange} />
          )}
        </Card>
        {mayChange && !shop.sample && <Reached shop={id} description={shop.description} />}
        <Files shop={id} />
        {mayChange && <Services shop={id} />}
        {mayOwn && (
          <Card title={t('archive.title')}>
            <form
              className="stack"
              onSubmit={(event) => {
                event.preventDefault()
                archive.mutate(formValues(event.currentTarget)['name'] ?? '')
              }}
            >
              <p className="small muted">{t('archive.text')}</p>
              <TextField label={t('archive.name', { name: shop.name })} name="name" required autoComplete="off" />
              <ErrorNotice error={archive.error} />
              <div className="row">
                <Button kind="danger" type="submit" busy={archive.isPending}>
                  {t('archive.do')}
                </Button>
              </div>
            </form>
          </Card>
        )}
      </div>
    </>
  )
}
