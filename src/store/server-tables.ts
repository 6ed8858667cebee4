/**
 * Tables of the server. Instants are ISO 8601 text in UTC, so that they sort and read the same in both databases; structured
 * values are JSON text; ids are `<kind>_<22 base64url characters>`; secrets are hashed or sealed before they come here.
 */
export interface ServerTables {
  client: ClientTable
  person: PersonTable
  seat: SeatTable
  session: SessionTable
  passkey: PasskeyTable
  api_key: ApiKeyTable
  throttle: ThrottleTable
  shop: ShopTable
  upload: UploadTable
  job: JobTable
  audit: AuditTable
  finding: FindingTable
  finding_count: FindingCountTable
  schedule: ScheduleTable
  channel: ChannelTable
  delivery: DeliveryTable
  idempotency: IdempotencyTable
  service_key: ServiceKeyTable
}

/** A client of the installation: the company itself, or one customer of a consultancy. Nothing crosses between clients. */
export interface ClientTable {
  id: string
  name: string
  /** JSON list of folders on this machine that its shops may name. */
  roots: string
  /** 1 where its shops may lie on private addresses. */
  allow_private: number
  created_at: string
}

export interface PersonTable {
  id: string
  client: string
  /** Lower case; unique over the installation. */
  email: string
  name: string
  role: string
  /** argon2id in PHC form; null for those who come by invitation or OIDC only. */
  password: string | null
  /** Sealed TOTP secret, and the last time step that was used, so that no code counts twice. */
  totp: string | null
  totp_step: number
  /** JSON list of hashes of recovery codes not used yet. */
  recovery: string
  /** Issuer and subject of the company's sign-in, joined by a space. */
  oidc: string | null
  /** Hash of an invitation not taken up yet, and until when it holds. */
  invitation: string | null
  invited_until: string | null
  /** Dated access: after this instant the person cannot come in. */
  access_until: string | null
  disabled_at: string | null
  language: string
  created_at: string
}

/** Place of an account at a client that is not its own, by that client's invitation. Role and end are the client's to say. */
export interface SeatTable {
  person: string
  client: string
  /** As whoever invited wrote it; shown until the seat is taken up. */
  name: string
  role: string
  /** Hash of an invitation not taken up yet, and until when it holds. */
  invitation: string | null
  invited_until: string | null
  accepted_at: string | null
  access_until: string | null
  disabled_at: string | null
  created_at: string
}

export interface SessionTable {
  /** SHA-256 of the cookie's token. */
  id: string
  person: string
  /** Client the session works for where it is not the person's own. */
  client: string | null
  created_at: string
  seen_at: string
  expires_at: string
  /** Kind of browser, shortened, for the list of sessions. */
  agent: string
}

export interface PasskeyTable {
  id: string
  person: string
  public_key: string
  counter: number
  transports: string
  name: string
  created_at: string
}

export interface ApiKeyTable {
  id: string
  client: string
  created_by: string
  name: string
  /** SHA-256 of the secret part. */
  secret: string
  /** JSON list of scopes: `<right>` or `<area>:<right>`. */
  scopes: string
  expires_at: string
  created_at: string
  used_at: string | null
  revoked_at: string | null
}

/** Failed attempts under a key (account, address), for brute force. */
export interface ThrottleTable {
  id: string
  failures: number
  until: string
}

export interface ShopTable {
  id: string
  client: string
  name: string
  /** JSON of core's Shop. */
  description: string
  created_at: string
  archived_at: string | null
}

export interface UploadTable {
  id: string
  shop: string
  name: string
  media_type: string
  bytes: number
  sha256: string
  created_by: string
  created_at: string
}

export interface JobTable {
  id: string
  client: string
  shop: string
  /** `audit`, or `<area>.<verb>`. */
  kind: string
  /** JSON of what it was given. */
  input: string
  state: string
  requested_by: string
  requested_at: string
  started_at: string | null
  finished_at: string | null
  /** Exit status of a verb. */
  status: number | null
  /** JSON of code, message, place and next step. */
  error: string | null
}

/** One audit that was done. `summary` is the report without evidence, findings counted. */
export interface AuditTable {
  id: string
  shop: string
  finished_at: string
  score: number
  coverage: number
  summary: string
}

/** A weakness of a shop as it is worked on: one row a fingerprint, kept up from audit to audit. */
export interface FindingTable {
  shop: string
  fingerprint: string
  area: string
  rule: string
  severity: string
  /** 0 for critical to 4 for info. */
  rank: number
  confidence: string
  title: string
  place: string
  line: number | null
  /** JSON of core's Finding. */
  body: string
  first_seen: string
  last_seen: string
  last_audit: string
  /** open, assigned, suppressed, gone */
  state: string
  assignee: string | null
  reason: string | null
  until: string | null
  changed_by: string | null
  changed_at: string | null
}

/** How many findings of a shop there are of each state, area, rule and severity. */
export interface FindingCountTable {
  shop: string
  state: string
  area: string
  rule: string
  severity: string
  rank: number
  count: number
}

export interface ScheduleTable {
  id: string
  client: string
  shop: string
  kind: string
  input: string
  /** Minutes between runs. */
  every: number
  next_at: string
  last_at: string | null
  last_job: string | null
  enabled: number
  created_by: string
  created_at: string
}

/** Where notifications go. */
export interface ChannelTable {
  id: string
  client: string
  kind: string
  name: string
  target: string
  /** Sealed secret that signs, where the kind has one. */
  secret: string | null
  /** JSON list of event kinds, empty for all. */
  events: string
  enabled: number
  created_at: string
}

export interface DeliveryTable {
  id: string
  channel: string
  event: string
  body: string
  attempts: number
  state: string
  next_at: string
  last_error: string | null
  created_at: string
}

export interface IdempotencyTable {
  id: string
  /** Hash of route and body: the same key with another request is refused. */
  request: string
  status: number | null
  answer: string | null
  created_at: string
}

/** A key of an outside service, for one shop. */
export interface ServiceKeyTable {
  shop: string
  /** As a command's environment has it, e.g. HIBP_API_KEY. */
  name: string
  sealed: string
  set_by: string
  set_at: string
}
