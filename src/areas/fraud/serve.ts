import type { Ask } from './front/http.ts'
import { type Front, openFront } from './front/front.ts'
import { errorAnswer, type Route, type RouteAnswer } from './standalone.ts'

/** Routes as what a door asks. */
export function asking(routes: readonly Route[]): Ask {
  return (path, body, answered) => {
    const send = (answer: RouteAnswer) =>
      answered(answer.status, answer.json ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)))
    const handled = async () => (routes[path] as Route).handle({ body, by: 'api' })
    handled().then(send, (error: unknown) => send(errorAnswer(error)))
  }
}

/** Serves routes over HTTP, for a guard that runs by itself. @throws SW_FRAUD_LISTEN */
export const serveRoutes = (
  routes: readonly Route[],
  at: { host: string; port: number; token: string | undefined },
): Promise<Front> =>
  openFront({ ...at, paths: routes.map(({ method, path }) => `${method} ${path}`) }, asking(routes))
