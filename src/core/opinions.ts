/** What a shop's outside fraud services say of one order. Asking them never fails: who said nothing stands under `silent`. */
export interface OrderOpinions {
  /** Risk from 0 to 100 and the service's own advice where it gives one, by service. */
  answered: Readonly<Record<string, { score: number; advice?: 'approve' | 'review' | 'decline' }>>
  /** Why others said nothing, by service; under `nobody` where none could be asked at all. */
  silent: Readonly<Record<string, string>>
}
