/** Most events of one case that a verdict is filed for. */
const MOST_OF_ONE = 1000
/** Most over all cases, some hundred bytes each: a flood of attacks may not take the memory. */
const MOST = 1_000_000
/** What a case may name even then. */
const ALWAYS = 5

type Member = [event: string, storedAt: string]

/** Which events belong to which case, so that a verdict on it becomes a label of each. */
export class CaseMembers {
  readonly #members = new Map<string, Member[]>()
  #held = 0

  add(caseId: string, event: string, storedAt: string): void {
    const known = this.#members.get(caseId) ?? []
    if (known.length >= (this.#held < MOST ? MOST_OF_ONE : ALWAYS)) return
    this.#members.set(caseId, known)
    known.push([event, storedAt])
    this.#held++
  }

  /** Events that were stored by then: a verdict says nothing of what came later. */
  of(caseId: string, until: string): string[] {
    return (this.#members.get(caseId) ?? []).flatMap(([event, storedAt]) => (storedAt <= until ? [event] : []))
  }

  forget(caseId: string): void {
    this.#held -= this.#members.get(caseId)?.length ?? 0
    this.#members.delete(caseId)
  }

  save(): [string, Member[]][] {
    return [...this.#members]
  }

  restore(saved: readonly [string, Member[]][]): void {
    for (const [caseId, members] of saved) {
      this.#members.set(caseId, members)
      this.#held += members.length
    }
  }
}
