import type { EvidenceView } from '../../../core/view.ts'
import type { Provider } from '../providers.ts'
import { documentsFact, storedFact, tlsFact, watchFact } from '../schema.ts'
import type { Answers } from './answers.ts'
import type { Known } from './decide.ts'
import type { Row } from './requirements.ts'

/** What evidence and the owner's word say that bears on the choice of a questionnaire. */
export function knownFrom(view: EvidenceView, answers: Answers | undefined, providers: readonly Provider[]): Known {
  const watched = view.latest(watchFact)?.value
  const filed = view.latest(documentsFact)?.value.files ?? []
  const attested = filed.filter((file) => file.kind === 'aoc' && file.problems.length === 0)
  const text = attested.map((file) => `${file.name} ${file.about ?? ''}`.toLowerCase())
  return {
    storedNumbers: view.latest(storedFact)?.value.numbers,
    scripts: watched && {
      authorised: watched.unauthorised === 0,
      weekly: watched.longestGapDays <= 8,
      alerts: watched.alerts.length,
    },
    attestedProviders: providers
      .filter((provider) =>
        text.some((line) => line.includes(provider.name.toLowerCase()) || line.includes(provider.id)),
      )
      .map((provider) => provider.name),
    stated: answers && { way: answers.way, by: answers.by, conditions: answers.conditions },
  }
}

/** Requirements that this area can speak to beyond its criteria: certificates and providers' attestations. */
export function ownRows(view: EvidenceView): Map<string, Omit<Row, 'id' | 'asks'>> {
  const rows = new Map<string, Omit<Row, 'id' | 'asks'>>()
  const hosts = view.all(tlsFact).filter((host) => host.value.certificate !== undefined)
  if (hosts.length > 0)
    rows.set('4.2.1.1', {
      state: 'measured',
      result: 'partly',
      because: `${hosts.map((host) => `${host.subject}: ${host.value.certificate!.subject}, by ${host.value.certificate!.issuer}, until ${host.value.certificate!.validTo.slice(0, 10)}`).join('; ')}. Keys that are not on these hosts are yours to list.`,
      evidence: hosts.map((host) => host.id),
    })
  const stored = view.latest(storedFact)
  if (stored) {
    const { numbers, files, bytes } = stored.value
    const result = numbers > 0 ? 'not in place' : 'partly'
    const because =
      numbers > 0
        ? `${numbers} card numbers are stored in the clear.`
        : `No card number in ${files} files (${(bytes / 1e6).toFixed(1)} MB) that were searched; what was not named was not.`
    for (const id of ['3.3.1', '3.5.1']) rows.set(id, { state: 'measured', result, because, evidence: [stored.id] })
  }
  const filed = view.latest(documentsFact)
  const attestations = filed?.value.files.filter((file) => file.kind === 'aoc') ?? []
  if (filed && attestations.length > 0) {
    const faults = attestations.flatMap((file) => file.problems.map((problem) => `${file.name}: ${problem}`))
    rows.set('12.8.4', {
      state: 'documented',
      result: faults.length === 0 ? 'in place' : 'partly',
      because: `On file: ${attestations.map((file) => file.about ?? file.name).join('; ')}.${faults.length > 0 ? ` ${faults.join('; ')}.` : ''}`,
      evidence: [filed.id],
    })
  }
  return rows
}
