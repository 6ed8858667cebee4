import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import type { Job } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'

interface Outcome {
  variants: {
    variant: 'shop' | 'password' | 'address'
    customers: number
    sent: number
    bounced: number
    complaints: number
    changed: number
    medianDaysToChange?: number
  }[]
  experiment?: { days: number; over: boolean; difference: number; low: number; high: number }
}

/** Sends what is due through the installation's mail server, as a job. */
function Send({ shop, campaign }: { shop: string; campaign: string }) {
  const { t } = useTexts()
  const send = useAction(
    ({ dkimSelector, unaligned }: Record<string, string>) =>
      api.post<Job>(`/shops/${shop}/notices/verbs/send`, {
        campaign,
        ...(dkimSelector && { dkimSelector }),
        ...(unaligned && { unaligned }),
      }),
    ['jobs', 'notices'],
    () => say(t('job.began')),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    send.mutate(formValues(event.currentTarget))
  }
  return (
    <form className="stack-small" onSubmit={submit}>
      <div className="grid-2">
        <TextField label={t('notices.dkim')} hint={t('notices.dkim.hint')} name="dkimSelector" maxLength={100} />
        <TextField label={t('notices.unaligned')} hint={t('notices.unaligned.hint')} name="unaligned" maxLength={300} />
      </div>
      <ErrorNotice error={send.error} />
      <div className="row">
        <Button type="submit" icon="play" busy={send.isPending}>
          {t('notices.send')}
        </Button>
      </div>
    </form>
  )
}

/** What may be done with an approved campaign, and what came of it. */
export function CampaignMore({ shop, campaign }: { shop: string; campaign: string }) {
  const { t, number } = useTexts()
  const may = useMay('configure')
  const outcome = useQuery({
    queryKey: ['notices', shop, campaign],
    queryFn: () => api.get<Outcome>(`/shops/${shop}/notices/campaigns/${campaign}/outcome`),
  })
  const percent = (share: number) => `${Math.round(share * 100)}%`
  const experiment = outcome.data?.experiment
  return (
    <div className="stack">
      <ErrorNotice error={outcome.error} />
      <ul className="stack-small small">
        {outcome.data?.variants.map((item) => (
          <li key={item.variant}>
            <span className="strong">{t(`variant.${item.variant}`)}</span>{' '}
            {t('notices.outcome', {
              sent: number(item.sent),
              customers: number(item.customers),
              bounced: number(item.bounced),
              complaints: number(item.complaints),
              changed: number(item.changed),
            })}
          </li>
        ))}
        {experiment && (
          <li>
            {t('notices.experiment', {
              days: experiment.days,
              difference: percent(experiment.difference),
              low: percent(experiment.low),
              high: percent(experiment.high),
            })}
          </li>
        )}
      </ul>
      {may && <Send shop={shop} campaign={campaign} />}
    </div>
  )
}
