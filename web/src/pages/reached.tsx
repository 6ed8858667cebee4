import type { FormEvent, ReactNode } from 'react'
import type { AdminApiKind, Shop } from '../../../src/core/shop.ts'
import { api } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { useAction } from '../ui/action.ts'
import { formValues, SelectField, TextField } from '../ui/fields.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Button, Card } from '../ui/parts.tsx'
import { say } from '../ui/toast.tsx'

/** Names as their makers write them; the type tells when one is missing. */
const platforms: Record<AdminApiKind, string> = {
  woocommerce: 'WooCommerce',
  wordpress: 'WordPress',
  magento: 'Magento',
  prestashop: 'PrestaShop, Webservice',
  'prestashop-admin': 'PrestaShop, Admin API',
  thirtybees: 'thirty bees',
  shopware: 'Shopware',
  openmage: 'OpenMage',
  opencart: 'OpenCart',
  sylius: 'Sylius',
  bagisto: 'Bagisto',
}

interface ListProps {
  title: string
  text: string
  items: readonly string[]
  remove(index: number): void
  add(values: Record<string, string>): void
  doAdd: string
  busy: boolean
  children: ReactNode
}

function EditableList({ title, text, items, remove, add, doAdd, busy, children }: ListProps) {
  const { t } = useTexts()
  return (
    <section className="stack-small" aria-label={title}>
      <h3 className="strong">{title}</h3>
      <p className="small muted">{text}</p>
      <ul className="stack-small">
        {items.map((item, index) => (
          <li key={`${index} ${item}`} className="row row-between">
            <code className="grow">{item}</code>
            <Button small kind="quiet" aria-label={`${t('delete')}: ${item}`} onClick={() => remove(index)}>
              {t('delete')}
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="stack"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          add(formValues(event.currentTarget))
        }}
      >
        {children}
        <div className="row">
          <Button type="submit" busy={busy}>
            {doAdd}
          </Button>
        </div>
      </form>
    </section>
  )
}

/** Servers read over SSH and the platform's own API: two parts of the description that have a form. */
export function Reached({ shop, description }: { shop: string; description: Shop }) {
  const { t } = useTexts()
  const { remoteHosts, adminApis } = description
  const save = useAction(
    (change: object) => api.put(`/shops/${shop}`, { description: { ...description, ...change } }),
    ['shops'],
    () => say(t('saved')),
  )
  const without = <T,>(list: readonly T[], index: number) => list.filter((_, each) => each !== index)
  return (
    <Card title={t('reached.title')}>
      <div className="stack">
        <ErrorNotice error={save.error} />
        <EditableList
          title={t('reached.ssh')}
          text={t('reached.ssh.text')}
          items={remoteHosts.map(({ ssh, port, name }) => `${ssh}:${port}${name === undefined ? '' : ` (${name})`}`)}
          remove={(index) => save.mutate({ remoteHosts: without(remoteHosts, index) })}
          add={({ ssh, port, name }) =>
            save.mutate({ remoteHosts: [...remoteHosts, { ssh, port: Number(port), ...(name && { name }) }] })
          }
          doAdd={t('reached.ssh.add')}
          busy={save.isPending}
        >
          <div className="row">
            <TextField label={t('reached.ssh.target')} name="ssh" placeholder="auditor@web1.shop.example" required />
            <TextField label={t('reached.ssh.port')} name="port" type="number" min={1} max={65535} defaultValue={22} />
            <TextField label={t('reached.ssh.name')} name="name" maxLength={200} />
          </div>
        </EditableList>
        <EditableList
          title={t('reached.api')}
          text={t('reached.api.text')}
          items={adminApis.map(({ kind, url, tokenEnv }) => `${platforms[kind]}, ${url} (${tokenEnv})`)}
          remove={(index) => save.mutate({ adminApis: without(adminApis, index) })}
          add={({ kind, url, tokenEnv }) => save.mutate({ adminApis: [...adminApis, { kind, url, tokenEnv }] })}
          doAdd={t('reached.api.add')}
          busy={save.isPending}
        >
          <div className="row">
            <SelectField label={t('reached.api.kind')} name="kind" options={Object.entries(platforms)} />
            <TextField label={t('reached.api.url')} name="url" type="url" placeholder="https://" required />
            <TextField label={t('reached.api.token')} name="tokenEnv" required autoComplete="off" />
          </div>
        </EditableList>
      </div>
    </Card>
  )
}
