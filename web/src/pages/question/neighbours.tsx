import { Link } from '@tanstack/react-router'
import type { Audit } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'

/** From question to question without the way back. */
export function Neighbours({ audit, shop, question }: { audit: Audit; shop: string; question: string }) {
  const { t } = useTexts()
  const at = audit.answers.findIndex((answer) => answer.question === question)
  const before = audit.answers[at - 1]
  const after = audit.answers[at + 1]
  const number = audit.answers[at]?.number ?? 0
  return (
    <nav className="crumbs small" aria-label={t('question.nav')}>
      <Link to="/s/$shop" params={{ shop }}>
        {t('nav.overview')}
      </Link>
      <span className="muted">{number === 0 ? t('answers.beside') : t('question.number', { number })}</span>
      <span className="grow" />
      {before && (
        <Link to="/s/$shop/questions/$question" params={{ shop, question: before.question }}>
          {t('question.before')}
        </Link>
      )}
      {after && (
        <Link to="/s/$shop/questions/$question" params={{ shop, question: after.question }}>
          {t('question.after')}
        </Link>
      )}
    </nav>
  )
}
