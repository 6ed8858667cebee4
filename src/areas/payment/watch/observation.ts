import { z } from 'zod'

/** What a script is able to do, read from its source and from what it did. */
export const CAPABILITIES = [
  'reads-inputs',
  'network',
  'storage',
  'dom-write',
  'code-from-text',
  'form-change',
  'frame-change',
  'worker',
  'hooks',
  'obfuscated',
  /** Loads code or sends something only at some hours, in some zones, or where nobody inspects it. */
  'gated',
] as const
export type Capability = (typeof CAPABILITIES)[number]

export const scriptSchema = z.object({
  /** Stable name: the address without its query for files, `inline #structure` for scripts in the page. */
  key: z.string(),
  kind: z.enum(['file', 'inline', 'dynamic', 'worker']),
  url: z.string().optional(),
  host: z.string(),
  /** SHA-384 of the source as the browser received it, base64, as in SRI. */
  sha384: z.string(),
  bytes: z.int(),
  /** Hash of the structure: names, strings and numbers left out. */
  structure: z.string(),
  capabilities: z.array(z.enum(CAPABILITIES)),
  /** Hosts that its text names. */
  hosts: z.array(z.string()),
  integrity: z.enum(['sri', 'nonce', 'none']),
  /** It read a field that holds card data, or listens on one. */
  touchesCard: z.boolean(),
  /** Its text speaks of card fields, or takes whatever is typed anywhere. */
  seeksCard: z.boolean(),
  /** It sends from where it reads. */
  sendsReads: z.boolean(),
  /** A worker that can neither see what the page sends nor send, change or run anything (`source.ts`). */
  passive: z.boolean().optional(),
  /** Ways out that something typed may reach (`typed-flow.ts`); undefined where nobody can tell from the text. */
  flows: z.array(z.string()).optional(),
  /** Nothing typed is handed by it to a worker or another window, as far as its text tells. */
  feedsNobody: z.boolean().optional(),
  /** It lets out what other scripts of the page gather. */
  passesOn: z.boolean().optional(),
})

export const requestSchema = z.object({
  host: z.string(),
  url: z.string(),
  kind: z.string(),
  /** The request went out after something was typed. */
  afterTyping: z.boolean(),
  /** How typed test data was found in it: `plain`, `base64` …; undefined when it was not. */
  carries: z.string().optional(),
  /** It holds something long that nobody can read: encrypted or random. */
  opaque: z.boolean(),
})

/** What one visit to a page showed. */
export const observationSchema = z.object({
  profile: z.string(),
  /** Which of the test cards was typed. */
  card: z.int().default(0),
  url: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  scripts: z.array(scriptSchema),
  /** Script tags on the page, also those that a policy or a dead host kept from running. */
  scriptTags: z.array(z.object({ host: z.string(), url: z.string() })),
  frames: z.array(z.object({ host: z.string(), url: z.string(), seen: z.boolean().optional() })),
  /** Hosts the page goes to by itself, or by links that promise to take a payment. */
  goesTo: z.array(z.string()).default([]),
  formHosts: z.array(z.string()),
  /** Hosts that forms without a visible field are sent to, into a frame: how banks are told of a transaction. */
  silentFormHosts: z.array(z.string()).default([]),
  cardFields: z.array(z.string()),
  /** Fields for a number or code on the page itself: where their form is sent, and whether they have a name to be sent under. */
  cardForms: z.array(z.object({ target: z.string(), named: z.boolean() })),
  /** Frames that hold fields for card data. */
  frameFields: z.array(z.object({ host: z.string(), fields: z.int() })),
  /** Hosts of links and forms that lead away from the page. */
  leadsTo: z.array(z.string()),
  /** Hosts that the page wanted to go to when pay was pressed. */
  payLeadsTo: z.array(z.string()),
  /** Style rules that choose by what a field holds and fetch something: a way to read fields without any script. */
  readingStyles: z.array(z.string()),
  /** What a policy kept from loading or running: the directive and what it was about. */
  violations: z.array(z.object({ directive: z.string(), blocked: z.string(), sample: z.string() })),
  /** Faults of the page's own scripts. */
  errors: z.array(z.string()),
  /** Import maps: what a module is asked for by (an address where it is one), and where it comes from. */
  importMaps: z.array(z.object({ name: z.string(), to: z.string() })).default([]),
  /** Code in attributes such as onclick. */
  handlers: z.array(z.string()),
  /** Why the visit saw less than a customer: the page never finished loading, asks for a log-in, or a puzzle. */
  obstacles: z.array(z.string()),
  /** Nothing of the checkout was seen: only a log-in, a puzzle or a question for consent. */
  walled: z.boolean().default(false),
  /** What lies over the payment frame or a card field and takes its clicks. */
  overlays: z.array(z.string()),
  serviceWorkers: z.array(z.string()),
  requests: z.array(requestSchema),
  /** What left after typing, and what was kept: places and digests, to be compared between visits (`card-dependence.ts`). */
  values: z.array(z.object({ place: z.string(), digest: z.string() })).default([]),
  /** Ciphers and hashes that a script put the card number through: with a random key nothing that leaves shows it any more. */
  sealed: z.array(z.string()).default([]),
  /** Names and values by which the page says whose account is paid (`accounts.ts`). */
  accounts: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  /** Accounts that the page put on the clipboard and shows nowhere. */
  copiedElse: z.array(z.string()).default([]),
  /** Storage that kept typed card data: name of the place. */
  stored: z.array(z.string()),
})

export type WatchedScript = z.infer<typeof scriptSchema>
export type WatchedRequest = z.infer<typeof requestSchema>
export type Observation = z.infer<typeof observationSchema>
