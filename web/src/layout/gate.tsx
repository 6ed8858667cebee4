import { Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useSession } from '../api/queries.ts'
import { SignIn } from '../pages/sign-in.tsx'
import { Setup } from '../pages/setup.tsx'
import { Loading } from './states.tsx'

function Checked() {
  const session = useSession()
  if (session.setup) return <Setup needsCode={session.setupCode} />
  if (session.person === undefined) return <SignIn company={session.companySignIn} />
  return <Outlet />
}

/** First visit, sign-in, or the page itself. */
export function Gate() {
  return (
    <Suspense fallback={<Loading />}>
      <Checked />
    </Suspense>
  )
}
