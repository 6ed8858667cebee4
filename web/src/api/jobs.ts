import { ApiError, api } from './client.ts'
import type { Job } from './types.ts'

const POLL_MS = 500

/** Runs a command of an area as a job and waits for it; answers the finished job. @throws ApiError where it failed or was stopped */
export async function runToEnd(shop: string, verb: `${string}.${string}`, body: object = {}): Promise<Job> {
  const [area, name] = verb.split('.')
  let job = await api.post<Job>(`/shops/${shop}/${area}/verbs/${name}`, body)
  while (job.state === 'queued' || job.state === 'running') {
    await new Promise((wake) => setTimeout(wake, POLL_MS))
    job = await api.get<Job>(`/shops/${shop}/jobs/${job.id}`)
  }
  if (job.state === 'done') return job
  const { message, ...error } = job.error ?? { message: 'The job was stopped' }
  throw new ApiError(0, { title: message, ...error })
}
