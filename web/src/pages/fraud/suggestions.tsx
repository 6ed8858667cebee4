import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Button } from '../../ui/parts.tsx'

interface Name {
  name: string
  kind: string
  help: string
}

/** Word of a rule that ends at a place of the text. */
export const wordBefore = (text: string, caret: number): string =>
  /[a-z][a-z0-9_.]*$/i.exec(text.slice(0, caret))?.[0] ?? ''

/** Names that rules may use and that begin like the word being typed; a click completes it. */
export function Suggestions({ shop, word, take }: { shop: string; word: string; take(name: string): void }) {
  const { t } = useTexts()
  const asked = word.length >= 2
  const names = useQuery({
    queryKey: ['fraud', shop, 'rule-names', word],
    queryFn: () =>
      api.get<{ names: Name[] }>(`/shops/${shop}/fraud/rules/names?limit=8&like=${encodeURIComponent(word)}`),
    enabled: asked,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const found = asked ? (names.data?.names ?? []) : []
  if (found.length === 0) return null
  return (
    <section aria-label={t('rules.names')}>
      <ul className="stack-small small">
        {found.map(({ name, help }) => (
          <li key={name}>
            <Button kind="quiet" onClick={() => take(name)}>
              <code>{name}</code>
            </Button>{' '}
            <span className="muted">{help}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
