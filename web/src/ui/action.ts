import { useMutation, useQueryClient } from '@tanstack/react-query'

/** Something a person does: sends it, then looks again at the queries named. */
export function useAction<Input, Output>(
  work: (input: Input) => Promise<Output>,
  stale: readonly string[] = [],
  after?: (output: Output) => void,
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: work,
    onSuccess: async (output) => {
      for (const name of stale) await queries.invalidateQueries({ queryKey: [name] })
      after?.(output)
    },
  })
}
