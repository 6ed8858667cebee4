import { defineRemote, sourceInput, sourceOf } from '../../core/remote.ts'

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  identify: defineRemote({
    summary: 'Which platform and version a source tree holds',
    right: 'configure',
    input: sourceInput,
    command: ({ source }, files) => ({ args: [[sourceOf(files, source)]] }),
  }),
}
