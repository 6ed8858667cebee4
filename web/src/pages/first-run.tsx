import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { useSession } from '../api/queries.ts'
import type { DescribedShop, Job } from '../api/types.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Plain } from '../layout/plain.tsx'
import { useAction } from '../ui/action.ts'
import { formValues, TextField } from '../ui/fields.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Button, Card, PageHead } from '../ui/parts.tsx'

interface Given {
  sample?: boolean
  description?: object
}

function describe(values: Record<string, string>): Given {
  const { name, url, checkout, source, root, webRoot } = values
  return {
    description: {
      name,
      urls: { ...(url && { storefront: url }), ...(checkout && { checkout }) },
      sources: source ? [{ path: source }] : [],
      hosts: root ? [{ root, ...(webRoot && { webRoot }) }] : [],
    },
  }
}

/** From nothing to the first report: name the shop, point at it, go. */
export function FirstRun() {
  const { t } = useTexts()
  const navigate = useNavigate()
  const folders = useSession().client?.roots ?? false
  const [more, setMore] = useState(false)
  const start = useAction(
    async (given: Given) => {
      const shop = await api.post<DescribedShop>('/shops', given)
      await api.post<Job>(`/shops/${shop.id}/audits`, {})
      return shop
    },
    ['shops'],
    (shop) => void navigate({ to: '/s/$shop', params: { shop: shop.id } }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    start.mutate(describe(formValues(event.currentTarget)))
  }
  return (
    <Plain>
      <div className="guide stack">
        <PageHead title={t('guide.title')} lead={t('guide.lead')} />
        <Card>
          <form className="stack" onSubmit={submit}>
            <TextField label={t('guide.name')} name="name" required maxLength={200} placeholder="Acme Shoes" />
            <TextField
              label={t('guide.url')}
              hint={t('guide.url.hint')}
              name="url"
              type="url"
              placeholder="https://shop.example"
            />
            {folders && (
              <TextField
                label={t('guide.source')}
                hint={t('guide.source.hint')}
                name="source"
                placeholder="/var/www/shop"
              />
            )}
            {more ? (
              <>
                <TextField label={t('guide.checkout')} hint={t('guide.checkout.hint')} name="checkout" type="url" />
                {folders && (
                  <TextField label={t('guide.root')} hint={t('guide.root.hint')} name="root" placeholder="/" />
                )}
                {folders && <TextField label={t('guide.web-root')} hint={t('guide.web-root.hint')} name="webRoot" />}
              </>
            ) : (
              <div>
                <Button kind="quiet" small icon="plus" onClick={() => setMore(true)}>
                  {t('guide.more')}
                </Button>
              </div>
            )}
            <ErrorNotice error={start.error} />
            <div className="row">
              <Button kind="main" type="submit" icon="play" busy={start.isPending}>
                {t('guide.do')}
              </Button>
            </div>
            <p className="small muted">{t('guide.touch')}</p>
          </form>
        </Card>
        <Card title={t('guide.sample')} aside={undefined}>
          <div className="row row-between">
            <p className="muted grow">{t('guide.sample.text')}</p>
            <Button onClick={() => start.mutate({ sample: true })} busy={start.isPending}>
              {t('guide.sample.do')}
            </Button>
          </div>
        </Card>
      </div>
    </Plain>
  )
}
