import type { AuditSummary } from '../../../src/server/audits/summary.ts'
import type { Role, Right } from '../../../src/core/roles.ts'
import type { Finding } from '../../../src/core/finding.ts'
import type { Severity } from '../../../src/core/severity.ts'
import type { Shop } from '../../../src/core/shop.ts'

export type { AuditSummary, Finding, Right, Role, Severity }
export type Answer = AuditSummary['answers'][number]
export type Criterion = Answer['criteria'][number]
export type Step = AuditSummary['roadmap'][number]
export type EvidenceItem = AuditSummary['evidence'][number]
export type Verdict = Answer['verdict']

export interface Person {
  id: string
  email: string
  name: string
  role: Role
  language: 'en' | 'pl'
  secondFactor: boolean
  invited: boolean
  accessUntil?: string
  disabled: boolean
  visitor: boolean
  createdAt: string
}

export interface Session {
  version: string
  setup: boolean
  setupCode: boolean
  companySignIn?: string
  person?: Person
  client?: { id: string; name: string; roots: boolean }
  /** The clients that the account may work for, where there are several. */
  clients?: { id: string; name: string; role: Role }[]
  rights: Right[]
}

export interface ShopLine {
  id: string
  name: string
  sample: boolean
  createdAt: string
  latest?: { audit: string; at: string; score: number; coverage: number }
}

export interface DescribedShop extends ShopLine {
  description: Shop
}

export interface AuditLine {
  id: string
  finishedAt: string
  score: number
  coverage: number
}

export type Audit = AuditSummary & { id: string }

export interface Job {
  id: string
  shop: string
  kind: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  requestedBy: string
  requestedAt: string
  startedAt?: string
  finishedAt?: string
  status?: number
  error?: { code: string; message: string; where?: string; fix?: string }
}

export interface ProgressLine {
  at: string
  step: string
  message: string
}

export interface FindingLine {
  fingerprint: string
  area: string
  rule: string
  severity: Severity
  confidence: string
  title: string
  place: string
  line?: number
  state: 'open' | 'assigned' | 'suppressed' | 'gone'
  assignee?: string
  reason?: string
  until?: string
  changedBy?: string
  changedAt?: string
  firstSeen: string
  lastSeen: string
}

export interface Page<T> {
  items: T[]
  next?: string
}
