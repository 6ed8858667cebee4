import { Tabs } from 'radix-ui'
import { useMay, useSession } from '../../api/queries.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Plain } from '../../layout/plain.tsx'
import { PageHead } from '../../ui/parts.tsx'
import { Actions } from './actions.tsx'
import { Channels } from './channels.tsx'
import { Clients } from './clients.tsx'
import { Keys } from './keys.tsx'
import { People } from './people.tsx'
import { You } from './you.tsx'

/** You, the people of the client, API keys, notifications, who did what. */
export function Settings() {
  const { t } = useTexts()
  const mayOwn = useMay('own')
  const { client } = useSession()
  // The owners of the installation make clients, e.g. a consultancy for each shop owner it works for.
  const mayMakeClients = mayOwn && client?.id === 'client_first'
  const mayConfigure = useMay('configure')
  return (
    <Plain>
      <PageHead title={t('settings.title')} />
      <Tabs.Root defaultValue="you">
        <Tabs.List className="tabs-list" aria-label={t('settings.title')}>
          <Tabs.Trigger className="tab" value="you">
            {t('settings.you')}
          </Tabs.Trigger>
          <Tabs.Trigger className="tab" value="people">
            {t('settings.people')}
          </Tabs.Trigger>
          {mayConfigure && (
            <Tabs.Trigger className="tab" value="channels">
              {t('settings.channels')}
            </Tabs.Trigger>
          )}
          {mayOwn && (
            <Tabs.Trigger className="tab" value="keys">
              {t('settings.keys')}
            </Tabs.Trigger>
          )}
          {mayMakeClients && (
            <Tabs.Trigger className="tab" value="clients">
              {t('clients.title')}
            </Tabs.Trigger>
          )}
          {mayConfigure && (
            <Tabs.Trigger className="tab" value="actions">
              {t('settings.actions')}
            </Tabs.Trigger>
          )}
        </Tabs.List>
        <Tabs.Content className="tab-panel" value="you">
          <You />
        </Tabs.Content>
        <Tabs.Content className="tab-panel" value="people">
          <People />
        </Tabs.Content>
        <Tabs.Content className="tab-panel" value="channels">
          <Channels />
        </Tabs.Content>
        <Tabs.Content className="tab-panel" value="keys">
          <Keys />
        </Tabs.Content>
        {mayMakeClients && (
          <Tabs.Content className="tab-panel" value="clients">
            <Clients />
          </Tabs.Content>
        )}
        <Tabs.Content className="tab-panel" value="actions">
          <Actions />
        </Tabs.Content>
      </Tabs.Root>
    </Plain>
  )
}
