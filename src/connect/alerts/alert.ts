export const channelKinds = ['mail', 'webhook', 'slack', 'teams', 'matrix'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** What is told: in words for people, with the event for programs. No personal data, no secrets, no card data. */
export interface Alert {
  /** Stable: the same alert, told again, carries the same id, so that a receiver can drop it. */
  id: string
  /** `<area>.<what>`, e.g. `malware.alert`. */
  kind: string
  at: string
  shop?: { id: string; name: string } | undefined
  /** One line: the subject of a mail. */
  title: string
  text: string
  /** Where to look, an address. */
  link?: string | undefined
  data: Readonly<Record<string, string | number | boolean>>
}

/** A way to somebody. */
export interface Channel {
  /** For records and messages: never holds a secret. */
  name: string
  /** Tells somebody; throws where that failed, so that it is tried again. */
  send(alert: Alert): Promise<void>
}
