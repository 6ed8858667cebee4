import { describeError } from '../../../core/errors.ts'
import type { Probe } from '../../../core/probe.ts'
import { readAdvisories } from '../../../knowledge/advisories.ts'
import { readKnowledge } from '../../../knowledge/read.ts'
import { compareWithBook, findingOf } from '../advisories/look.ts'
import { lookFromOutside } from '../fingerprints/outside.ts'
import { readMarks } from '../fingerprints/read.ts'
import { lookAtScripts } from '../libraries/look.ts'
import { releasesSchema, releaseState } from '../releases.ts'
import { holesFact, outsideFact } from '../schema.ts'

/** What the storefront shows a visitor: files that tell releases apart, and the libraries in its scripts. */
export const outside: Probe = {
  id: 'platform/outside',
  version: '1',
  area: 'platform',
  needs: ['url'],
  touch: 'passive',
  facts: [outsideFact, holesFact],
  timeLimitSeconds: 90,
  async run(shop, context) {
    const url = shop.urls.storefront
    if (url === undefined) return
    const { marks, hashLength, asOf } = readMarks(context.knowledgeDir)
    const releases = readKnowledge(context.knowledgeDir, 'platform-releases.json', releasesSchema)
    const platform = marks.some((item) => item.platform === shop.platform) ? shop.platform : undefined
    let seen: Awaited<ReturnType<typeof lookFromOutside>>
    try {
      seen = await lookFromOutside(url, context.http, marks, { platform, hashLength })
    } catch (error) {
      const reason = `The start page could not be read: ${describeError(error)}`
      for (const fact of [outsideFact, holesFact])
        context.couldNotLook(fact, url, reason, 'Check that the shop answers, then audit again.')
      return
    }
    const { html, platform: found, ...value } = seen
    if (found === undefined)
      context.couldNotLook(
        outsideFact,
        url,
        'No platform that we know shows in the start page or in the files asked for.',
        'Name it as platform in shop.yaml, or give the source tree.',
      )
    else {
      const known = releases.platforms[found]
      const newest = value.candidates.at(-1)
      const { stated, ...rest } = value
      context.observe(outsideFact, url, {
        ...rest,
        ...(stated && { stated }),
        platform: found,
        name: known?.name ?? marks.find((item) => item.platform === found)?.name ?? found,
        ...(known && newest && { atBest: releaseState(known, newest, context.now()) }),
        knowledgeAsOf: asOf,
      })
    }
    const served = await lookAtScripts(html, url, context.http)
    if (served.packages.length === 0) return
    const holes = compareWithBook(served.packages, readAdvisories(context.knowledgeDir))
    context.observe(holesFact, url, holes, { findings: holes.holes.map(findingOf) })
  },
}
