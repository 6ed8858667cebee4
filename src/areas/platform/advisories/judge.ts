import { count } from '../../../core/count.ts'
import { no, partly, unknown, yes } from '../../../core/judge.ts'
import type { Judgement } from '../../../core/question.ts'
import type { EvidenceView } from '../../../core/view.ts'
import { holesFact } from '../schema.ts'

const dayMs = 86_400_000
/** Advisories older than this miss most of what is attacked today. */
const staleDays = 60

/** Verdict on published holes. Facts that are old cannot say "yes": holes published since are missing from them. */
export function judgeHoles(view: EvidenceView): Judgement {
  const seen = view.all(holesFact)
  if (seen.length === 0)
    return unknown(view, holesFact, "Give the shop's source tree with its lock files: --source DIR.")
  // Source and API may tell of the same installation: a hole counts once.
  const holes = [
    ...new Map(
      seen
        .flatMap((item) => item.value.holes.filter((hole) => !hole.dev))
        .map((hole) => [`${hole.package} ${hole.version} ${hole.id}`, hole] as const),
    ).values(),
  ]
  const compared = seen.reduce((total, item) => total + item.value.compared, 0)
  const ages = seen.flatMap((item) => item.value.knowledge.map(({ asOf }) => asOf)).sort()
  const facts = `advisories of ${ages[0]} to ${ages.at(-1)}`
  if (holes.length > 0) {
    const exploited = holes.filter((hole) => hole.exploited)
    const urgent = holes.some((hole) => hole.decision !== 'track')
    const first = holes[0]!
    const text = `${count(holes.length, 'published hole')} ${holes.length === 1 ? 'applies' : 'apply'} to what is installed${exploited.length > 0 ? `, ${exploited.length} of them are being exploited` : ''}; first ${first.id} in ${first.package.replace(/^[^:]*:/, '')} ${first.version}${first.fixed ? `, closed by ${first.fixed}` : ''} (${facts}).`
    return no(seen, text, {
      urgency: exploited.length > 0 ? 'act' : urgent ? 'attend' : 'track',
      confidence: holes.every((hole) => hole.unnamed) ? 0.6 : 0.9,
    })
  }
  const blind = seen.flatMap((item) => item.value.blind)
  const unread = seen.flatMap((item) => item.value.unreadable)
  const branches = seen.flatMap((item) => item.value.unknown)
  const gaps = [
    ...blind.map(({ kind, packages }) => `no advisories are known for ${count(packages, 'package')} of kind ${kind}`),
    ...unread.map(({ file }) => `${file} cannot be read`),
    ...(branches.length > 0 ? [`${branches.length} packages are branches without a version`] : []),
    ...(seen.some((item) => item.value.patchReport === 'none')
      ? [
          'isolated patches are not shown by the version: save the report of "php vendor/bin/patch-status" as patch-status.json in the tree',
        ]
      : []),
    ...(view.now.getTime() - Date.parse(ages.at(-1)!) > staleDays * dayMs
      ? ['the advisories are old: run "shopwarden knowledge update"']
      : []),
  ]
  const clean = `None of ${compared} packages has a published hole (${facts})`
  return gaps.length > 0
    ? partly(seen, `${clean}, but ${gaps.join('; ')}.`, { confidence: 0.6 })
    : yes(seen, `${clean}.`)
}
