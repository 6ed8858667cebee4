import { dirname } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { answerOptions, areaState, choice, stateOption, writeAnswer } from '../../../core/options.ts'
import { ownershipPath, ownershipToken, proofDays } from '../../../net/ownership.ts'
import { bareHost, parseTargetUrl } from '../target.ts'

/** `shopwarden resilience token URL` */
export const tokenVerb: Verb = {
  summary: 'Print the line that proves that a shop agrees to be tested by this installation',
  arguments: ['<url>'],
  options: [stateOption, ...answerOptions],
  async run([url], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const target = parseTargetUrl(url)
    const host = bareHost(target.hostname)
    const token = ownershipToken(dirname(areaState(options, io, 'resilience')), host, io.now())
    const places = { file: target.origin + ownershipPath, dns: `TXT record of _shopwarden.${host}` }
    writeAnswer(
      format === 'json'
        ? JSON.stringify({ token, ...places, validDays: proofDays }, null, 2)
        : `${token}\nPut it into ${places.file} or a DNS ${places.dns}. It counts for ${proofDays} days.`,
      options,
      io,
    )
    return 0
  },
}
