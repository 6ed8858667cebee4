import { useParams } from '@tanstack/react-router'
import { useAudit } from '../../api/queries.ts'
import { useShopId } from '../../api/use-shop.ts'
import { useQuestionWords } from '../../i18n/questions.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Empty, PageHead, VerdictBadge } from '../../ui/parts.tsx'
import { CriterionCard } from './criterion.tsx'
import { EvidenceList } from './evidence.tsx'
import { History } from './history.tsx'
import { Neighbours } from './neighbours.tsx'

/** One of the thirteen questions: what was seen, how sure, since when, and what a person can add. */
export function QuestionPage() {
  const { t } = useTexts()
  const words = useQuestionWords()
  const shop = useShopId()
  const { question } = useParams({ strict: false }) as { question: string }
  const audit = useAudit(shop)
  const answer = audit?.answers.find((each) => each.question === question)
  if (audit === null || answer === undefined)
    return <Empty title={audit === null ? t('shops.never') : t('missing.title')}>{t('first.none.text')}</Empty>
  const ids = new Set(answer.criteria.flatMap((item) => item.evidence))
  const evidence = audit.evidence.filter((item) => ids.has(item.id) || item.area === question)
  return (
    <>
      <Neighbours audit={audit} shop={shop} question={question} />
      <PageHead title={words(answer.question, answer.asks)} lead={answer.why} />
      <p className="question-basis row muted">
        <VerdictBadge verdict={answer.verdict} />
        {answer.notApplicable ??
          t('question.basis', {
            basis: t(`basis.${answer.basis}`),
            earned: Math.round(answer.points.earned),
            possible: answer.points.possible,
            confidence: Math.round(answer.confidence * 100),
          })}
      </p>
      <div className="stack">
        {answer.criteria.map((item) => (
          <CriterionCard key={item.id} item={item} shop={shop} evidence={evidence} />
        ))}
        <EvidenceList evidence={evidence} />
        <History shop={shop} question={question} criteria={answer.criteria} />
      </div>
    </>
  )
}
