import { Link } from '@tanstack/react-router'
import { DropdownMenu } from 'radix-ui'
import { api } from '../api/client.ts'
import { useMay, useSession, useShops } from '../api/queries.ts'
import type { Key } from '../i18n/i18n.tsx'
import { useTexts } from '../i18n/i18n.tsx'
import { Icon } from '../ui/icons.tsx'

export function ShopSwitch({ shop }: { shop: string }) {
  const { t } = useTexts()
  const shops = useShops()
  const current = shops.find((each) => each.id === shop)
  const mayAdd = useMay('configure')
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="button button-quiet shop-switch"
        aria-label={t('shops.switch', { name: current?.name ?? '' })}
      >
        <span>{current?.name ?? t('shops')}</span>
        <Icon name="down" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={6}>
          {shops.map((each) => (
            <DropdownMenu.Item key={each.id} asChild>
              <Link className="menu-item" to="/s/$shop" params={{ shop: each.id }}>
                <Icon name={each.id === shop ? 'check' : 'shop'} />
                {each.name}
              </Link>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item asChild>
            <Link className="menu-item" to="/">
              <Icon name="overview" />
              {t('shops.all')}
            </Link>
          </DropdownMenu.Item>
          {mayAdd && (
            <DropdownMenu.Item asChild>
              <Link className="menu-item" to="/new">
                <Icon name="plus" />
                {t('shops.add')}
              </Link>
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const themes = ['system', 'light', 'dark'] as const

function setTheme(theme: (typeof themes)[number]): void {
  if (theme === 'system') {
    localStorage.removeItem('sw-theme')
    delete document.documentElement.dataset['theme']
  } else {
    localStorage.setItem('sw-theme', theme)
    document.documentElement.dataset['theme'] = theme
  }
}

/** The other clients of one's account, where there are some: everything after is of the chosen one alone. */
function ClientItems() {
  const { t } = useTexts()
  const { clients = [], client } = useSession()
  const enter = async (id: string) => {
    await api.post('/me/client', { client: id })
    location.assign('/')
  }
  if (clients.length === 0) return null
  return (
    <>
      <DropdownMenu.Separator className="menu-line" />
      <div className="menu-label">{t('clients.yours')}</div>
      {clients.map((each) => (
        <DropdownMenu.Item
          key={each.id}
          className="menu-item"
          disabled={each.id === client?.id}
          onSelect={() => void enter(each.id)}
        >
          <Icon name={each.id === client?.id ? 'check' : 'shop'} />
          {each.name}
        </DropdownMenu.Item>
      ))}
      <DropdownMenu.Separator className="menu-line" />
    </>
  )
}

export function UserMenu() {
  const { t, language, change } = useTexts()
  const session = useSession()
  // Whoever works for several always sees for whom.
  const shown = [session.person?.name, session.clients && session.client?.name].filter(Boolean).join(', ')
  const leave = async () => {
    await api.post('/sign-out')
    // Loaded anew, so that nothing of the session stays in memory.
    location.assign('/')
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button button-quiet" aria-label={t('you.menu', { name: shown })}>
        <Icon name="user" />
        <span className="user-name">{shown}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          <div className="menu-label">
            {session.person?.email}
            <br />
            {t(`role.${session.person?.role ?? 'auditor'}` as Key)}, {session.client?.name}
          </div>
          <ClientItems />
          <DropdownMenu.Item asChild>
            <Link className="menu-item" to="/settings">
              <Icon name="settings" />
              {t('settings.title')}
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Item asChild>
            <Link className="menu-item" to="/reference">
              <Icon name="file" />
              {t('reference.title')}
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="menu-line" />
          <div className="menu-label">{t('theme')}</div>
          {themes.map((theme) => (
            <DropdownMenu.Item key={theme} className="menu-item" onSelect={() => setTheme(theme)}>
              <Icon name="theme" />
              {t(`theme.${theme}`)}
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item
            className="menu-item"
            onSelect={() => change(language === 'en' ? 'pl' : 'en')}
            lang={language === 'en' ? 'pl' : 'en'}
          >
            <Icon name="knowledge" />
            {language === 'en' ? 'Po polsku' : 'In English'}
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={() => void leave()}>
            <Icon name="out" />
            {t('sign-out')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
