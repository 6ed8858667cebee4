export interface Reason {
  rule: string
  says: string
  points: number
  outcome: string
}

export interface FraudCase {
  id: string
  pattern: string
  around: string
  value: string
  says: string
  events: number
  amounts: Record<string, number>
  firstAt: string
  lastAt: string
  score: number
  outcome: string
  examples: string[]
  state: 'open' | 'snoozed' | 'closed'
  assignee?: string
  verdict?: string
  history: { at: string; by: string; action: string; text: string; verdict?: string }[]
}

export interface TimelineItem {
  event: string
  type: string
  at: string
  amount?: number
  currency?: string
  links: Record<string, string>
  outcome?: string
  score?: number
  challenge?: boolean
  reasons: Reason[]
  services?: Record<string, { score?: number; advice?: 'approve' | 'review' | 'decline' }>
}

export interface Graph {
  nodes: { id: string; kind: string; value: string; events: number }[]
  edges: { from: string; to: string; events: number }[]
}

export interface Timeline {
  items: TimelineItem[]
  complete: boolean
  graph: Graph
}
