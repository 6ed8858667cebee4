import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client.ts'
import { LanguageProvider, loadWords, preferredLanguage } from './i18n/i18n.tsx'
import { makeRouter } from './router.tsx'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/overlays.css'
import './styles/layout.css'
import './styles/pages.css'
import './styles/findings.css'
import './styles/guards.css'
import { Toasts } from './ui/toast.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // The caller's own mistakes do not go away by asking again.
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
})

// A session that has ended is noticed wherever it shows, and leads to the sign-in.
queries.getQueryCache().subscribe(({ query }) => {
  const error = query.state.error
  if (error instanceof ApiError && error.status === 401 && query.queryKey[0] !== 'session')
    void queries.invalidateQueries({ queryKey: ['session'] })
})

const language = preferredLanguage()
document.documentElement.lang = language
const words = await loadWords(language)
const router = makeRouter()
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <LanguageProvider language={language} words={words}>
          <RouterProvider router={router} />
          <Toasts />
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
