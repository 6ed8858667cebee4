import { defineRemote, sourceInput, sourceOf } from '../../core/remote.ts'

/** A verb that looks at one of the shop's source trees. */
const onSource = (summary: string) =>
  defineRemote({
    summary,
    right: 'configure',
    input: sourceInput,
    command: ({ source }, files) => ({ args: [[sourceOf(files, source)]] }),
  })

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  identify: onSource('Which platform and version a source tree holds'),
  advisories: onSource('Published holes that apply to a source tree'),
  rhythm: onSource('How often the platform was updated'),
}
