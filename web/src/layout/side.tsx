import { Link } from '@tanstack/react-router'
import type { Key } from '../i18n/i18n.tsx'
import { useTexts } from '../i18n/i18n.tsx'
import { Icon, type IconName, Mark } from '../ui/icons.tsx'

interface Entry {
  to: string
  icon: IconName
  words: Key
}

const groups: readonly { title?: Key; entries: readonly Entry[] }[] = [
  {
    entries: [
      { to: '/s/$shop', icon: 'overview', words: 'nav.overview' },
      { to: '/s/$shop/roadmap', icon: 'roadmap', words: 'nav.roadmap' },
      { to: '/s/$shop/findings', icon: 'findings', words: 'nav.findings' },
    ],
  },
  {
    title: 'nav.guards',
    entries: [
      { to: '/s/$shop/fraud', icon: 'fraud', words: 'nav.fraud' },
      { to: '/s/$shop/disputes', icon: 'disputes', words: 'nav.disputes' },
      { to: '/s/$shop/malware', icon: 'malware', words: 'nav.malware' },
      { to: '/s/$shop/payment', icon: 'card', words: 'nav.payment' },
      { to: '/s/$shop/leaks', icon: 'leaks', words: 'nav.leaks' },
    ],
  },
  {
    title: 'nav.running',
    entries: [
      { to: '/s/$shop/activity', icon: 'activity', words: 'nav.activity' },
      { to: '/s/$shop/knowledge', icon: 'knowledge', words: 'nav.knowledge' },
      { to: '/s/$shop/settings', icon: 'settings', words: 'nav.settings' },
    ],
  },
]

export function Side({ shop }: { shop: string }) {
  const { t } = useTexts()
  return (
    <aside className="side" aria-label={t('menu')}>
      <Link to="/" className="brand">
        <Mark />
        Shopwarden
      </Link>
      <nav aria-label={t('nav.main')}>
        {groups.map(({ title, entries }) => (
          <div key={entries[0]?.to}>
            {title !== undefined && <div className="nav-title">{t(title)}</div>}
            <ul>
              {entries.map(({ to, icon, words }) => (
                <li key={to}>
                  <Link
                    to={to as '/s/$shop'}
                    params={{ shop }}
                    className="nav-link"
                    activeOptions={{ exact: to === '/s/$shop' }}
                  >
                    <Icon name={icon} />
                    {t(words)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </aside>
  )
}
