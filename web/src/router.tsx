import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { Gate } from './layout/gate.tsx'
import { Failed, Loading, Missing } from './layout/states.tsx'
import { Shell } from './layout/shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: Failed })

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./pages/welcome.tsx'), 'Welcome'),
})

/** Everything behind the sign-in. */
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Gate })

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/shops.tsx'), 'Shops'),
})
const newShop = createRoute({
  getParentRoute: () => inside,
  path: '/new',
  component: lazyRouteComponent(() => import('./pages/first-run.tsx'), 'FirstRun'),
})
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings.tsx'), 'Settings'),
})
const join = createRoute({
  getParentRoute: () => inside,
  path: '/join',
  component: lazyRouteComponent(() => import('./pages/join.tsx'), 'Join'),
})
const reference = createRoute({
  getParentRoute: () => inside,
  path: '/reference',
  component: lazyRouteComponent(() => import('./pages/reference.tsx'), 'Reference'),
})

const shop = createRoute({ getParentRoute: () => inside, path: '/s/$shop', component: Shell })
const below = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => shop, path, component })

const pages = [
  below(
    'fraud',
    lazyRouteComponent(() => import('./pages/fraud/fraud.tsx'), 'Fraud'),
  ),
  below(
    'disputes',
    lazyRouteComponent(() => import('./pages/disputes/disputes.tsx'), 'Disputes'),
  ),
  below(
    'malware',
    lazyRouteComponent(() => import('./pages/malware.tsx'), 'Malware'),
  ),
  below(
    'payment',
    lazyRouteComponent(() => import('./pages/payment.tsx'), 'Payment'),
  ),
  below(
    'leaks',
    lazyRouteComponent(() => import('./pages/leaks/leaks.tsx'), 'Leaks'),
  ),
  below(
    'knowledge',
    lazyRouteComponent(() => import('./pages/knowledge.tsx'), 'Knowledge'),
  ),
  below(
    '/',
    lazyRouteComponent(() => import('./pages/overview/overview.tsx'), 'Overview'),
  ),
  below(
    'questions/$question',
    lazyRouteComponent(() => import('./pages/question/question.tsx'), 'QuestionPage'),
  ),
  below(
    'findings',
    lazyRouteComponent(() => import('./pages/findings/findings.tsx'), 'Findings'),
  ),
  below(
    'findings/$fingerprint',
    lazyRouteComponent(() => import('./pages/findings/finding.tsx'), 'FindingPage'),
  ),
  below(
    'roadmap',
    lazyRouteComponent(() => import('./pages/roadmap.tsx'), 'Roadmap'),
  ),
  below(
    'activity',
    lazyRouteComponent(() => import('./pages/activity.tsx'), 'Activity'),
  ),
  below(
    'settings',
    lazyRouteComponent(() => import('./pages/shop-settings.tsx'), 'ShopSettings'),
  ),
]

const tree = root.addChildren([
  welcome,
  inside.addChildren([home, newShop, settings, join, reference, shop.addChildren(pages)]),
])

export function makeRouter() {
  return createRouter({
    routeTree: tree,
    defaultPendingComponent: Loading,
    defaultErrorComponent: Failed,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    scrollRestoration: true,
  })
}
