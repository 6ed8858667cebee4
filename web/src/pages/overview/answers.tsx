import { Link } from '@tanstack/react-router'
import type { Answer, Audit } from '../../api/types.ts'
import { useQuestionWords } from '../../i18n/questions.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Bar, Card, VerdictBadge } from '../../ui/parts.tsx'

const tones = { yes: 'yes', partly: 'partly', no: 'no', unknown: 'accent', 'not applicable': 'accent' } as const

function AnswerRow({ answer, shop }: { answer: Answer; shop: string }) {
  const { t } = useTexts()
  const words = useQuestionWords()
  const { earned, possible } = answer.points
  return (
    <li>
      <Link to="/s/$shop/questions/$question" params={{ shop, question: answer.question }} className="answer">
        <span className="answer-number">{answer.number === 0 ? '–' : answer.number}</span>
        <span className="answer-words">{words(answer.question, answer.asks)}</span>
        <VerdictBadge verdict={answer.verdict} />
        <span className="answer-basis muted small">{t(`basis.${answer.basis}`)}</span>
        <span className="answer-points">
          <Bar share={possible === 0 ? 0 : earned / possible} tone={tones[answer.verdict]} />
          <span className="small muted nowrap">{possible === 0 ? '–' : `${Math.round(earned)} / ${possible}`}</span>
        </span>
      </Link>
    </li>
  )
}

/** The thirteen answers, and those that are reported beside them. */
export function Answers({ audit, shop }: { audit: Audit; shop: string }) {
  const { t } = useTexts()
  const scored = audit.answers.filter((answer) => answer.number > 0)
  const beside = audit.answers.filter((answer) => answer.number === 0)
  return (
    <>
      <Card title={t('answers.title')} flush>
        <ol className="answers">
          {scored.map((answer) => (
            <AnswerRow key={answer.question} answer={answer} shop={shop} />
          ))}
        </ol>
      </Card>
      {beside.length > 0 && (
        <Card title={t('answers.beside')} flush>
          <ul className="answers">
            {beside.map((answer) => (
              <AnswerRow key={answer.question} answer={answer} shop={shop} />
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
