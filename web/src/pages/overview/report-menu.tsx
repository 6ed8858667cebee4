import { DropdownMenu } from 'radix-ui'
import { useTexts } from '../../i18n/i18n.tsx'
import { Icon } from '../../ui/icons.tsx'

const formats = [
  ['html', 'HTML'],
  ['pdf', 'PDF'],
  ['json', 'JSON'],
  ['sarif', 'SARIF'],
] as const

/** The signed report as a file. */
export function ReportMenu({ shop, audit }: { shop: string; audit: string }) {
  const { t } = useTexts()
  const path = (format: string) => `/api/v1/shops/${shop}/audits/${audit}/report/${format}`
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button">
        <Icon name="file" />
        {t('report')}
        <Icon name="down" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          {formats.map(([format, name]) => (
            <DropdownMenu.Item key={format} asChild>
              <a className="menu-item" href={path(format)} download>
                {name}
              </a>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item asChild>
            <a className="menu-item" href={path('signature')} download>
              {t('report.signature')}
            </a>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
