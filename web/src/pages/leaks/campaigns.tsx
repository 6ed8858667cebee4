import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay, useSession } from '../../api/queries.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, SelectField, TextField } from '../../ui/fields.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Badge, Button, Card, Empty } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'
import { Code } from '../../ui/code.tsx'
import { CampaignMore } from './campaign-more.tsx'

interface Campaign {
  id: string
  createdAt: string
  createdBy: string
  approvedAt?: string
  approvedBy?: string
  words: number
  grade: number
  messages: Record<string, number>
}

interface Overview {
  stopped?: string
  campaigns: Campaign[]
}

interface Preview {
  subject: string
  text: string
  words: number
  grade?: number
}

const languages = ['en', 'pl', 'de', 'fr', 'es', 'it'] as const

function brandOf({ shop, site, from, contact, language }: Record<string, string>) {
  return { shop, site, from, contact, language }
}

/** Look at the notice first, then gather who is to get it. */
function Draft({ shop }: { shop: string }) {
  const { t } = useTexts()
  const preview = useAction((values: Record<string, string>) =>
    api.post<Preview>(`/shops/${shop}/notices/preview`, { brand: brandOf(values), variant: values['variant'] }),
  )
  const plan = useAction(
    (values: Record<string, string>) =>
      api.post<{ customers: number }>(`/shops/${shop}/notices/campaigns`, {
        brand: brandOf(values),
        ...(Number(values['holdOut']) > 0 && { holdOut: { percent: Number(values['holdOut']) } }),
      }),
    ['notices'],
    ({ customers }) => say(t('notices.planned', { customers })),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const action = ((event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null)?.value
    ;(action === 'plan' ? plan : preview).mutate(formValues(event.currentTarget))
  }
  return (
    <Card title={t('notices.draft')}>
      <div className="grid-2">
        <form className="stack" onSubmit={submit}>
          <TextField label={t('notices.shop')} name="shop" required maxLength={60} />
          <TextField label={t('notices.site')} name="site" required placeholder="shop.example" />
          <TextField label={t('notices.from')} name="from" type="email" required placeholder="service@shop.example" />
          <TextField label={t('notices.contact')} name="contact" required placeholder="service@shop.example" />
          <SelectField label={t('notices.language')} name="language" options={languages.map((code) => [code, code])} />
          <SelectField
            label={t('notices.variant')}
            name="variant"
            defaultValue="password"
            options={(['password', 'shop', 'address'] as const).map((variant) => [variant, t(`variant.${variant}`)])}
          />
          <TextField
            label={t('notices.hold-out')}
            hint={t('notices.hold-out.hint')}
            name="holdOut"
            type="number"
            min={0}
            max={50}
            defaultValue={0}
          />
          <ErrorNotice error={preview.error ?? plan.error} />
          <div className="row">
            <Button type="submit" value="preview" busy={preview.isPending}>
              {t('notices.preview')}
            </Button>
            <Button type="submit" value="plan" kind="main" busy={plan.isPending}>
              {t('notices.plan')}
            </Button>
          </div>
        </form>
        {preview.data ? (
          <div className="stack-small">
            <p className="strong">{preview.data.subject}</p>
            <Code className="notice-text">{preview.data.text}</Code>
            <p className="small muted">
              {t('notices.measured', { words: preview.data.words, grade: preview.data.grade ?? '–' })}
            </p>
          </div>
        ) : (
          <p className="muted">{t('notices.preview.text')}</p>
        )}
      </div>
    </Card>
  )
}

/** Campaigns of notices: planned by one, approved by another, sent, and what came of it. */
export function Campaigns({ shop }: { shop: string }) {
  const { t, date } = useTexts()
  const me = useSession().person?.name
  const mayDecide = useMay('decide')
  const [drafting, setDrafting] = useState(false)
  const [opened, setOpened] = useState<string>()
  const overview = useQuery({
    queryKey: ['notices', shop],
    queryFn: () => api.get<Overview>(`/shops/${shop}/notices/overview`),
  })
  const approve = useAction((id: string) => api.post(`/shops/${shop}/notices/campaigns/${id}/approve`), ['notices'])
  const stop = useAction((stopped: boolean) => api.post(`/shops/${shop}/notices/stop`, { stopped }), ['notices'])
  const stopped = overview.data?.stopped
  return (
    <>
      {stopped !== undefined && (
        <Notice kind="warn">
          <p>{t('notices.stopped', { why: stopped })}</p>
        </Notice>
      )}
      <Card
        title={t('notices.title')}
        aside={
          mayDecide && (
            <div className="row">
              <Button small onClick={() => stop.mutate(stopped === undefined)}>
                {stopped === undefined ? t('notices.stop') : t('notices.resume')}
              </Button>
              <Button small icon="plus" onClick={() => setDrafting(!drafting)} aria-expanded={drafting}>
                {t('notices.new')}
              </Button>
            </div>
          )
        }
        flush
      >
        <ErrorNotice error={overview.error ?? approve.error ?? stop.error} />
        {overview.data?.campaigns.length === 0 ? (
          <Empty title={t('notices.none')}>{t('notices.none.text')}</Empty>
        ) : (
          <ul className="lines">
            {overview.data?.campaigns.map((campaign) => (
              <li key={campaign.id}>
                <span className="grow">
                  <span className="strong">{campaign.id}</span>{' '}
                  <span className="small muted">
                    {t('notices.by', { by: campaign.createdBy, when: date(campaign.createdAt) })}
                  </span>
                  <br />
                  <span className="small">
                    {Object.entries(campaign.messages)
                      .map(([state, count]) => `${state}: ${count}`)
                      .join(', ')}
                  </span>
                  {campaign.approvedBy !== undefined && (
                    <details
                      className="evidence"
                      onToggle={(event) => event.currentTarget.open && setOpened(campaign.id)}
                    >
                      <summary>{t('notices.more')}</summary>
                      {opened === campaign.id && <CampaignMore shop={shop} campaign={campaign.id} />}
                    </details>
                  )}
                </span>
                {campaign.approvedBy !== undefined ? (
                  <Badge tone="yes">{t('notices.approved', { by: campaign.approvedBy })}</Badge>
                ) : mayDecide && campaign.createdBy !== me ? (
                  <Button small kind="main" onClick={() => approve.mutate(campaign.id)}>
                    {t('notices.approve')}
                  </Button>
                ) : (
                  <Badge tone="partly">{t('notices.waits')}</Badge>
                )}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {drafting && <Draft shop={shop} />}
    </>
  )
}
