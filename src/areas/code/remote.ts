import { defineRemote, sourceInput, sourceOf } from '../../core/remote.ts'

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  scan: defineRemote({
    summary: 'Search a source tree for security holes',
    right: 'configure',
    input: sourceInput,
    command: ({ source }, files) => ({ args: [sourceOf(files, source)] }),
  }),
}
