import { useTexts } from '../i18n/i18n.tsx'

const circumference = 2 * Math.PI * 42

const toneOf = (score: number) => (score >= 80 ? 'var(--yes)' : score >= 50 ? 'var(--partly)' : 'var(--no)')

/** The score as a ring with its figure. */
export function ScoreRing({ score, size = 'large' }: { score: number | undefined; size?: 'large' | 'small' }) {
  const { t } = useTexts()
  return (
    <svg
      className={`ring ring-${size}`}
      viewBox="0 0 100 100"
      role="img"
      aria-label={score === undefined ? t('score.none') : t('score.of', { score })}
    >
      <circle cx="50" cy="50" r="42" fill="none" stroke="var(--sunken)" strokeWidth="9" />
      {score !== undefined && score > 0 && (
        <circle
          cx="50"
          cy="50"
          r="42"
          fill="none"
          stroke={toneOf(score)}
          strokeWidth="9"
          strokeLinecap="round"
          strokeDasharray={`${(score / 100) * circumference} ${circumference}`}
          transform="rotate(-90 50 50)"
        />
      )}
      <text x="50" y={size === 'large' ? 55 : 60} textAnchor="middle" fontSize="30" fontWeight="700" fill="var(--text)">
        {score ?? '–'}
      </text>
      {size === 'large' && (
        <text x="50" y="70" textAnchor="middle" fontSize="10" fill="var(--muted)">
          {t('score.out-of')}
        </text>
      )}
    </svg>
  )
}
