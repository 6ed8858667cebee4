import type { ButtonHTMLAttributes, ReactNode } from 'react'
import type { Severity, Verdict } from '../api/types.ts'
import type { Key } from '../i18n/i18n.tsx'
import { useTexts } from '../i18n/i18n.tsx'
import { Icon, type IconName } from './icons.tsx'

type Kind = 'plain' | 'main' | 'quiet' | 'danger'

export function buttonClass(kind: Kind = 'plain', small = false): string {
  return ['button', kind !== 'plain' && `button-${kind}`, small && 'button-small'].filter(Boolean).join(' ')
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind
  small?: boolean
  icon?: IconName
  busy?: boolean
}

export function Button({ kind = 'plain', small = false, icon, busy = false, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={buttonClass(kind, small)} {...rest} disabled={busy || rest.disabled === true}>
      {busy ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

export function Card(props: {
  title?: ReactNode
  aside?: ReactNode
  flush?: boolean
  level?: 2 | 3
  children: ReactNode
}) {
  const Title = props.level === 3 ? 'h3' : 'h2'
  return (
    <section className="card">
      {(props.title !== undefined || props.aside !== undefined) && (
        <div className="card-head">
          {props.title !== undefined && <Title>{props.title}</Title>}
          {props.aside}
        </div>
      )}
      <div className={props.flush ? 'card-flush' : 'card-body'}>{props.children}</div>
    </section>
  )
}

export function PageHead(props: { title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="page-head">
      <div>
        <h1>{props.title}</h1>
        {props.lead !== undefined && <p className="muted">{props.lead}</p>}
      </div>
      {props.children !== undefined && <div className="row">{props.children}</div>}
    </div>
  )
}

const verdictTone: Readonly<Record<Verdict, string>> = {
  yes: 'tone-yes',
  partly: 'tone-partly',
  no: 'tone-no',
  unknown: '',
  'not applicable': '',
}

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const { t } = useTexts()
  return <span className={`badge ${verdictTone[verdict]}`}>{t(`verdict.${verdict}` as Key)}</span>
}

const severityTone: Readonly<Record<Severity, string>> = {
  critical: 'tone-critical',
  high: 'tone-no',
  medium: 'tone-partly',
  low: 'tone-accent',
  info: '',
}

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useTexts()
  return <span className={`badge ${severityTone[severity]}`}>{t(`severity.${severity}` as Key)}</span>
}

export function Badge({
  tone = '',
  children,
}: {
  tone?: 'yes' | 'partly' | 'no' | 'accent' | 'critical' | ''
  children: ReactNode
}) {
  return <span className={`badge badge-plain ${tone && `tone-${tone}`}`}>{children}</span>
}

export function Empty(props: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{props.title}</strong>
      {props.children !== undefined && <p>{props.children}</p>}
      {props.action}
    </div>
  )
}

/** Part of a whole as a bar; the figure stands beside it in words. */
export function Bar({ share, tone = 'accent' }: { share: number; tone?: 'accent' | 'yes' | 'partly' | 'no' }) {
  return (
    <div className="bar" aria-hidden="true">
      <svg viewBox="0 0 100 1" preserveAspectRatio="none">
        <rect width={Math.max(0, Math.min(1, share)) * 100} height="1" fill={`var(--${tone})`} />
      </svg>
    </div>
  )
}
