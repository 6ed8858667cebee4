import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Plain } from '../layout/plain.tsx'
import { TextField } from '../ui/fields.tsx'
import { Badge, Card, PageHead } from '../ui/parts.tsx'
import { Code } from '../ui/code.tsx'

interface Operation {
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: object }[]
  requestBody?: { content?: Record<string, { schema?: object }> }
  responses?: Record<string, { content?: Record<string, { schema?: object }> }>
}

interface Document {
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
}

const schemaOf = (content: Record<string, { schema?: object }> | undefined) => Object.values(content ?? {})[0]?.schema

function Route({ method, path, operation }: { method: string; path: string; operation: Operation }) {
  const { t } = useTexts()
  const body = schemaOf(operation.requestBody?.content)
  const answer = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'))
  return (
    <details className="evidence">
      <summary>
        <Badge tone={method === 'get' ? 'accent' : 'partly'}>{method.toUpperCase()}</Badge>
        <code className="grow">{path}</code>
        <span className="small muted">{operation.summary}</span>
      </summary>
      <div className="stack-small">
        {(operation.parameters ?? []).length > 0 && (
          <dl className="definition small">
            {operation.parameters?.map((parameter) => (
              <div className="definition-row" key={parameter.name}>
                <dt>
                  <code>{parameter.name}</code> ({parameter.in})
                </dt>
                <dd>
                  {parameter.description} <code>{JSON.stringify(parameter.schema)}</code>
                </dd>
              </div>
            ))}
          </dl>
        )}
        {body !== undefined && (
          <>
            <h3>{t('reference.body')}</h3>
            <Code>{JSON.stringify(body, null, 2)}</Code>
          </>
        )}
        {answer !== undefined && (
          <>
            <h3>{t('reference.answer', { status: answer[0] })}</h3>
            <Code>{JSON.stringify(schemaOf(answer[1].content), null, 2)}</Code>
          </>
        )}
      </div>
    </details>
  )
}

/** The API as its own description says it: routes by subject, each with parameters, body and answer. */
export function Reference() {
  const { t } = useTexts()
  const [search, setSearch] = useState('')
  const { data } = useSuspenseQuery({
    queryKey: ['openapi'],
    queryFn: () => api.get<Document>('/openapi.json'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const routes = Object.entries(data.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation, tag: operation.tags?.[0] ?? '' })),
  )
  const wanted = routes.filter(({ path, operation }) =>
    `${path} ${operation.summary}`.toLowerCase().includes(search.toLowerCase()),
  )
  const tags = [...new Set(wanted.map((route) => route.tag))]
  return (
    <Plain>
      <PageHead title={t('reference.title')} lead={data.info.description}>
        <a href="/api/v1/openapi.json">OpenAPI 3.1</a>
      </PageHead>
      <div className="stack">
        <TextField
          label={t('search')}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {tags.map((tag) => (
          <Card key={tag} title={tag} flush>
            {wanted
              .filter((route) => route.tag === tag)
              .map((route) => (
                <Route key={`${route.method} ${route.path}`} {...route} />
              ))}
          </Card>
        ))}
      </div>
    </Plain>
  )
}
