import { api } from '../api/client.ts'
import { useMay } from '../api/queries.ts'
import type { Job, Right } from '../api/types.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { useAction } from '../ui/action.ts'
import { ErrorNotice } from '../ui/notice.tsx'
import { Button } from '../ui/parts.tsx'
import { say } from '../ui/toast.tsx'

/** Starts a command of an area as a job. */
export function RunVerb(props: {
  shop: string
  verb: string
  body?: object
  right?: Right
  main?: boolean
  children: string
}) {
  const { t } = useTexts()
  const allowed = useMay(props.right ?? 'configure')
  const [area, verb] = props.verb.split('.')
  const run = useAction(
    () => api.post<Job>(`/shops/${props.shop}/${area}/verbs/${verb}`, props.body ?? {}),
    ['jobs'],
    () => say(t('job.began')),
  )
  if (!allowed) return null
  return (
    <>
      <Button
        icon="play"
        kind={props.main ? 'main' : 'plain'}
        busy={run.isPending}
        onClick={() => run.mutate(undefined)}
      >
        {props.children}
      </Button>
      <ErrorNotice error={run.error} />
    </>
  )
}
