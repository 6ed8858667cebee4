import { useProgress } from '../api/live.ts'
import { useJob } from '../api/queries.ts'
import type { Job, ProgressLine } from '../api/types.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Icon } from './icons.tsx'

interface Stage {
  name: string
  state: 'running' | 'done'
  message: string
}

/** Steps in the order in which they began, each with what it said last. Pure. */
function stagesOf(lines: readonly ProgressLine[]): Stage[] {
  const stages = new Map<string, Stage>()
  for (const { step, message } of lines) {
    const before = stages.get(step)
    const done = message === 'done'
    stages.set(step, {
      name: step,
      state: done ? 'done' : (before?.state ?? 'running'),
      message: message === 'started' || done ? (before?.message ?? '') : message,
    })
  }
  return [...stages.values()]
}

/** What a job is doing, live. */
export function JobProgress({ job }: { job: Job }) {
  const { t, n } = useTexts()
  const heard = useProgress(job.id)
  const before = useJob(job.shop, job.id).data?.progress ?? []
  const first = heard[0]?.at ?? '~'
  const stages = stagesOf([...before.filter((line) => line.at < first), ...heard])
  const done = stages.filter((stage) => stage.state === 'done').length
  return (
    <div className="stack-small">
      <p role="status" className="muted">
        {job.state === 'queued' ? t('job.queued') : n('job.steps', done)}
      </p>
      <ol className="stages">
        {stages.map((stage) => (
          <li key={stage.name} className={`stage stage-${stage.state}`}>
            {stage.state === 'done' ? <Icon name="check" /> : <span className="spinner" aria-hidden="true" />}
            <span className="stage-name">{stage.name}</span>
            <span className="muted small stage-message">{stage.message}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
