import { Link, Navigate } from '@tanstack/react-router'
import { useMay, useShops } from '../api/queries.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Plain } from '../layout/plain.tsx'
import { Icon } from '../ui/icons.tsx'
import { Badge, buttonClass, Empty, PageHead } from '../ui/parts.tsx'
import { ScoreRing } from '../ui/score-ring.tsx'

/** All shops of the client; with none yet, the guide to the first. */
export function Shops() {
  const { t, ago } = useTexts()
  const shops = useShops()
  const mayAdd = useMay('configure')
  if (shops.length === 0 && mayAdd) return <Navigate to="/new" />
  return (
    <Plain>
      <PageHead title={t('shops')}>
        {mayAdd && (
          <Link to="/new" className={buttonClass('main')}>
            <Icon name="plus" />
            {t('shops.add')}
          </Link>
        )}
      </PageHead>
      {shops.length === 0 && <Empty title={t('shops.none')}>{t('shops.none.text')}</Empty>}
      <ul className="grid-3">
        {shops.map((shop) => (
          <li key={shop.id}>
            <Link to="/s/$shop" params={{ shop: shop.id }} className="card shop-card">
              <ScoreRing score={shop.latest?.score} size="small" />
              <span className="grow">
                <span className="strong">{shop.name}</span>
                <span className="muted small">
                  {shop.latest ? t('shops.audited', { when: ago(shop.latest.at) }) : t('shops.never')}
                </span>
              </span>
              {shop.sample && <Badge>{t('shops.sample')}</Badge>}
            </Link>
          </li>
        ))}
      </ul>
    </Plain>
  )
}
