import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { api } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { useAction } from '../ui/action.ts'
import { formValues, SelectField, TextField } from '../ui/fields.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Badge, Button, Card } from '../ui/parts.tsx'
import { say } from '../ui/toast.tsx'

interface Service {
  name: string
  about: string
  keys: { key: string; set: 'shop' | 'server' | 'no'; setAt?: string }[]
}

/** Keys of outside services, one shop's own: set and forgotten here, sealed at the server, never shown again. */
export function Services({ shop }: { shop: string }) {
  const { t, date } = useTexts()
  const services = useQuery({
    queryKey: ['services', shop],
    queryFn: () => api.get<{ items: Service[] }>(`/shops/${shop}/services`),
  })
  const save = useAction(
    ({ key, value }: { key: string; value: string }) => api.put(`/shops/${shop}/services/${key}`, { value }),
    ['services'],
    () => say(t('services.saved')),
  )
  const forget = useAction((key: string) => api.delete(`/shops/${shop}/services/${key}`), ['services'])
  const items = services.data?.items ?? []
  const names = [...new Set(items.flatMap(({ keys }) => keys.map(({ key }) => key)))].sort()
  return (
    <Card title={t('services.title')}>
      <div className="stack">
        <p className="small muted">{t('services.text')}</p>
        <ErrorNotice error={services.error ?? forget.error} />
        <ul className="stack-small">
          {items.map((service) => (
            <li key={service.name}>
              <span className="strong">{service.name}</span> <span className="small muted">{service.about}</span>
              {service.keys.map(({ key, set, setAt }) => (
                <div key={key} className="row row-between">
                  <span className="grow">
                    <code>{key}</code>{' '}
                    {set !== 'no' && <Badge>{t(set === 'shop' ? 'services.set' : 'services.server')}</Badge>}
                    {setAt !== undefined && <span className="small muted"> {date(setAt)}</span>}
                  </span>
                  {set === 'shop' && (
                    <Button
                      small
                      kind="quiet"
                      aria-label={t('services.forget', { key })}
                      onClick={() => forget.mutate(key)}
                    >
                      {t('delete')}
                    </Button>
                  )}
                </div>
              ))}
            </li>
          ))}
        </ul>
        {names.length > 0 && (
          <form
            className="stack"
            onSubmit={(event: FormEvent<HTMLFormElement>) => {
              event.preventDefault()
              const { key = '', value = '' } = formValues(event.currentTarget)
              save.mutate({ key, value })
              event.currentTarget.reset()
            }}
          >
            <SelectField label={t('services.key')} name="key" options={names.map((name) => [name, name])} />
            <TextField label={t('services.value')} name="value" type="password" autoComplete="off" required />
            <ErrorNotice error={save.error} />
            <div className="row">
              <Button kind="main" type="submit" busy={save.isPending}>
                {t('services.save')}
              </Button>
            </div>
          </form>
        )}
      </div>
    </Card>
  )
}
