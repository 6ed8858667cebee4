import type { Person } from './fill.ts'
import type { Answer, Session } from './session.ts'

/** What is asked of a shop. */
export type Role = 'register' | 'login'

/** What came of one try. */
export interface Tried {
  answer: Answer
  /** The shop took what was sent. */
  accepted: boolean
}

/** A way into a shop: through its forms, or through the requests that its scripts send. */
export interface Doors {
  registerUrl: string
  has(role: Role): boolean
  /** Signs up or logs in as one visitor, with this password, whatever the page checks before it sends. */
  send(session: Session, role: Role, person: Person, password: string): Promise<Tried>
}
